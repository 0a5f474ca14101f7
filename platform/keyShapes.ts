/** Hides what looks like a key of PostHog, or like another token, in text that people see. Reference 9.2. */

const secretShape = /\bph([xsar])_[A-Za-z0-9_-]{6,}/g;
const projectShape = /\bphc_([A-Za-z0-9]{3})[A-Za-z0-9_-]{5,}/g;
const bearerShape = /\b(bearer)\s+(?!ph[a-z]_)[\w.~+/=-]{8,}/gi;
/** In an address, and in a form that is sent as a body. */
const tokenShape =
  /((?:^|[?&\s"'])(?:token|(?:access|auth|id|refresh)_token|(?:personal_)?api_key)=)(?!ph[a-z]_|local\b)([^&#\s"']{1,3})[^&#\s"']*/gi;
/** User and password in an address, that of a proxy too. */
const userInfoShape = /\b((?:https?|socks\w{0,2}):\/\/)[^\s/?#@"']+@/gi;

/** Whether any of these may be in a text: most texts have none, and one look costs less than five. */
const anyShape = /\bph[a-z]_|\bbearer\s|(?:token|api_key)=|@/i;

/** The text with each key in it shortened, so that one kind can be told from another and nobody can use it. */
export function hideKeyShapes(text: string): string {
  if (!anyShape.test(text)) return text;
  return text
    .replace(secretShape, 'ph$1_…')
    .replace(projectShape, 'phc_$1…')
    .replace(bearerShape, '$1 …')
    .replace(tokenShape, '$1$2…')
    .replace(userInfoShape, '$1…@');
}

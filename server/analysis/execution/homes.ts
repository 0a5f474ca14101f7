/**
 * Where a value is at home that only one app knows, such as a setting. In events that go from app to app its id says
 * so: `config.name` of app 3 is `config@3.name` in all other apps, where settings of their own have that name.
 */

const own = /\b(config|global|state|storage)\b(?!@)/g;
const away = /\b(config|global|state|storage)@(\d+)/g;

/** The id as other apps know it. */
export function idAway(id: string, home: number): string {
  return id.replace(own, `$1@${home}`);
}

/** The id as that app knows it. */
export function idAtHome(id: string, home: number): string {
  return id.replace(away, (whole, kind: string, app: string) => (Number(app) === home ? kind : whole));
}

/** The apps that an id belongs to, but for the one that knows it by that id. */
export function homesOf(id: string): readonly number[] {
  return [...id.matchAll(away)].map(([, , app]) => Number(app));
}

/** How far texts stand out from what is behind them. */
import type { Page } from 'playwright-core';

export interface TextContrast {
  /** Its beginning. */
  readonly text: string;
  /** To 1. */
  readonly ratio: number;
}

/** Texts whose contrast is below 4.5 to 1. */
export async function lowContrast(page: Page): Promise<readonly string[]> {
  const all = await contrastsIn(page, '*');
  return all.filter(({ ratio }) => ratio < 4.5).map(({ text, ratio }) => `${text}: ${ratio.toFixed(2)}`);
}

/** The texts in all that a selector fits. */
export async function contrastsIn(page: Page, selector: string): Promise<readonly TextContrast[]> {
  return page.evaluate(textContrasts, selector);
}

/** Runs in the page. */
function textContrasts(selector: string): readonly TextContrast[] {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (canvas === null) throw new Error('There is no canvas.');
  const paint = (...colors: readonly string[]): readonly number[] => {
    canvas.clearRect(0, 0, 1, 1);
    for (const color of colors) {
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- it crosses into the browser with the rest.
  const luminance = (rgb: readonly number[]): number => {
    const [r = 0, g = 0, b = 0] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const backgrounds = (element: Element | null): readonly string[] => {
    if (element === null) return ['white'];
    const parent = element.parentElement ?? (element.getRootNode() as ShadowRoot).host ?? null;
    return [...backgrounds(parent), getComputedStyle(element).backgroundColor];
  };
  const found: TextContrast[] = [];
  const visit = (root: ParentNode): void => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot !== null) visit(element.shadowRoot);
      const text = [...element.childNodes]
        .map((node) => (node instanceof Text ? node.data.trim() : ''))
        .filter((part) => part !== '')
        .join(' ');
      if (text === '' || element.closest('.hidden, style, svg, del') !== null) continue;
      if (element.closest(selector) === null) continue;
      const style = getComputedStyle(element);
      const behind = backgrounds(element);
      const [one, two] = [luminance(paint(...behind, style.color)), luminance(paint(...behind))];
      const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
      found.push({ text: text.slice(0, 40), ratio });
    }
  };
  visit(document);
  return found;
}

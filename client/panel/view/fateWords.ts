/** Whether a captured event comes back, in a few words. */
import type { PanelFate } from '../../../protocol/panel.ts';
import type { Tone } from '../../../protocol/runWords.ts';

export const fateWords: Readonly<Record<PanelFate['grade'], readonly [text: string, tone: Tone]>> = {
  loops: ['comes back: a loop', 'bad'],
  'may-loop': ['may come back', 'warn'],
  ends: ['does not loop', 'quiet'],
};

/** Where the texts of input documents are: the sample or the user's text of an entry point, or a JSON field. */
import * as vscode from 'vscode';
import { readAppManifest } from './appManifest.ts';
import { plainValues } from './configForm.ts';
import type { ConfigStore } from './configStore.ts';
import type { InputChoices } from './inputChoices.ts';
import { laidOutJson } from './jsonText.ts';
import type { InputFile, InputTexts } from './inputFiles.ts';

export function inputTexts(inputs: InputChoices, config: ConfigStore): InputTexts {
  return {
    async read(file: InputFile): Promise<string> {
      if (file.kind === 'input') return inputs.text(file.rootUri, file.entryPoint);
      const { manifest } = await readAppManifest(vscode.Uri.parse(file.rootUri));
      // Defaults of plugin.json are texts in one line.
      return laidOutJson(plainValues(manifest.config, config.entries(file.rootUri))[file.key] ?? '');
    },
    async write(file: InputFile, text: string): Promise<void> {
      if (file.kind === 'input') await inputs.setText(file.rootUri, file.entryPoint, text);
      // A document that shows a default again is told as one that was typed into.
      else if (text !== (await this.read(file))) await config.setValue(file.rootUri, file.key, text);
    },
  };
}

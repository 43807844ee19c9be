import { type ComponentChild, render } from 'preact';
import { direction, language } from '../ui/text.ts';

/** Puts a page of ours on the screen, in the language its texts are in, and the way that runs. */
export function startPage(page: ComponentChild, title: string): void {
  document.documentElement.lang = language();
  document.documentElement.dir = direction();
  document.title = title;
  render(page, document.body);
}

import { type ComponentChild, render } from 'preact';
import { language } from '../ui/text.ts';

/** Puts a page of ours on the screen, in the language its texts are in. */
export function startPage(page: ComponentChild, title: string): void {
  document.documentElement.lang = language();
  document.title = title;
  render(page, document.body);
}

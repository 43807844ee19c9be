import { recordedText } from '../stand-in/recorded.ts';

/** The recorded headers of the pages that get the button. */
export const headers = [
  'glpi-10.0.14-users-header',
  'glpi-10.0.14-users-header-french',
  'glpi-10.0.14-user-header',
  'glpi-10.0.14-user-new-header',
  'glpi-11.0.6-users-header',
  'glpi-11.0.6-users-header-french',
  'glpi-11.0.6-user-header',
  'glpi-11.0.6-user-new-header',
];

/** Puts a recorded page into the document: its header, and what the recording says of `html` and `body`. */
export function openRecorded(name: string): void {
  const recorded = recordedText(`pages/${name}.html`);
  const [, root = '', body = ''] = /<!-- <html([^>]*)> <body([^>]*)> -->/.exec(recorded) ?? [];
  open(root, body, recorded.replace(/<script[\s\S]*?<\/script>/g, ''));
}

const looks = {
  10: { root: '', add: 'btn btn-icon btn-sm btn-secondary me-1 pe-2' },
  11: { root: ' data-glpi-theme="auror" data-glpi-theme-dark="0"', add: 'btn btn-sm btn-primary me-1 pe-2' },
};

/** A header of the same structure, for all that does not need GLPI's own words: the recordings may not be here. */
export function openSample(version: 10 | 11): void {
  const { root, add } = looks[version];
  open(
    root,
    '',
    `<header class="navbar"><div class="container-fluid">
      <ol class="breadcrumb"><li class="breadcrumb-item"><a href="/front/user.php">Users</a></li></ol>
      <ul class="nav navbar-nav border-start border-left ps-1 ps-sm-2 flex-row">
        <li class="nav-item"><a href="/front/user.form.php" class="${add}"><i class="ti ti-plus"></i></a></li>
        <li class="nav-item"><a href="/front/user.php" class="btn btn-sm"><i class="ti ti-search"></i></a></li>
      </ul>
    </div></header>`,
  );
}

function open(root: string, body: string, markup: string): void {
  closePage();
  const targets = [[document.documentElement, root] as const, [document.body, body] as const];
  for (const [target, attributes] of targets) {
    for (const [, key = '', value = ''] of attributes.matchAll(/([\w-]+)="([^"]*)"/g)) {
      target.setAttribute(key, value);
    }
  }
  document.body.innerHTML = `${markup}<main id="page"></main>`;
}

/** An empty page without any of GLPI's marks. */
export function closePage(): void {
  for (const target of [document.documentElement, document.body]) {
    for (const { name } of [...target.attributes]) target.removeAttribute(name);
  }
  document.body.replaceChildren();
}

import type { ComponentChildren } from 'preact';

/** One stroke icon, drawn in the text's colour and hidden from screen readers: words stand beside it. */
function Icon({ children, size = 16 }: { children: ComponentChildren; size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

/** Two sheets: copy. */
export function CopyIcon() {
  return (
    <Icon>
      <rect x="9" y="9" width="11" height="11" rx="2.5" />
      <path d="M5 15a2 2 0 0 1-1-1.7V6.5A2.5 2.5 0 0 1 6.5 4h6.8A2 2 0 0 1 15 5" />
    </Icon>
  );
}

/** An arrow: further up. */
export function UpIcon() {
  return (
    <Icon>
      <path d="M12 19V5m-6 6 6-6 6 6" />
    </Icon>
  );
}

/** An arrow: further down. */
export function DownIcon() {
  return (
    <Icon>
      <path d="M12 5v14m-6-6 6 6 6-6" />
    </Icon>
  );
}

/** A tick: done. */
export function CheckIcon() {
  return (
    <Icon>
      <path d="m5 12.5 4.5 4.5L19 7.5" />
    </Icon>
  );
}

/** An envelope: mail. */
export function MailIcon() {
  return (
    <Icon>
      <rect x="3" y="5" width="18" height="14" rx="2.5" />
      <path d="m4 7.5 8 6 8-6" />
    </Icon>
  );
}

/** A plus: something new. */
export function PlusIcon() {
  return (
    <Icon>
      <path d="M12 5v14M5 12h14" />
    </Icon>
  );
}

/** A cross: close, remove. */
export function CrossIcon() {
  return (
    <Icon>
      <path d="M6 6l12 12M18 6 6 18" />
    </Icon>
  );
}

/** A triangle with a mark: look at this. */
export function WarningIcon() {
  return (
    <Icon size={18}>
      <path d="M10.4 4.3 2.9 17.2A1.9 1.9 0 0 0 4.5 20h15a1.9 1.9 0 0 0 1.6-2.8L13.6 4.3a1.9 1.9 0 0 0-3.2 0Z" />
      <path d="M12 9.5v4M12 16.8v.01" />
    </Icon>
  );
}

/** A circle with an i: good to know. */
export function InfoIcon() {
  return (
    <Icon size={18}>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11v5M12 8v.01" />
    </Icon>
  );
}

/** Sliders: settings. */
export function SettingsIcon() {
  return (
    <Icon size={18}>
      <path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
      <circle cx="15" cy="7" r="2.2" />
      <circle cx="9" cy="17" r="2.2" />
    </Icon>
  );
}

/** An open envelope: nothing in it. */
export function EmptyIcon() {
  return (
    <Icon size={32}>
      <path d="M3.5 10 12 4l8.5 6v8a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2Z" stroke-width="1.4" />
      <path d="m4 10.5 8 5.5 8-5.5" stroke-width="1.4" />
    </Icon>
  );
}

/** An arrow out of a box: opens elsewhere. */
export function OutIcon() {
  return (
    <Icon size={14}>
      <path d="M14 5h5v5M19 5l-8 8M17 14v3.5a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 5 17.5v-9A1.5 1.5 0 0 1 6.5 7H10" />
    </Icon>
  );
}

/** A magnifying glass: search. */
export function SearchIcon() {
  return (
    <Icon>
      <circle cx="11" cy="11" r="6.5" />
      <path d="m16 16 4.5 4.5" />
    </Icon>
  );
}

/** A ticket with a notch: invites. */
export function InvitesIcon() {
  return (
    <Icon size={18}>
      <path d="M3.5 8.5V7A1.5 1.5 0 0 1 5 5.5h14A1.5 1.5 0 0 1 20.5 7v1.5a3.5 3.5 0 0 0 0 7V17a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 17v-1.5a3.5 3.5 0 0 0 0-7Z" />
      <path d="M14 9v.01M14 12v.01M14 15v.01" />
    </Icon>
  );
}

/** Two people: registrations. */
export function PeopleIcon() {
  return (
    <Icon size={18}>
      <circle cx="9" cy="8" r="3.5" />
      <path d="M2.5 19.5c.4-3.6 3-5.5 6.5-5.5s6.1 1.9 6.5 5.5M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.4c2 .7 3.2 2.5 3.5 5.1" />
    </Icon>
  );
}

/** Lines in a book: the journal. */
export function JournalIcon() {
  return (
    <Icon size={18}>
      <path d="M6.5 3.5h11A1.5 1.5 0 0 1 19 5v14a1.5 1.5 0 0 1-1.5 1.5h-11A2.5 2.5 0 0 1 4 18V6a2.5 2.5 0 0 1 2.5-2.5Z" />
      <path d="M8.5 8.5h6M8.5 12.5h6M8.5 16.5h3" />
    </Icon>
  );
}

export function NumbersIcon() {
  return (
    <Icon size={18}>
      <path d="M4 20.5h16M6.5 17v-5M12 17V5M17.5 17V9.5" />
    </Icon>
  );
}

/** A chevron: forward, or back when turned. */
export function ChevronIcon() {
  return (
    <Icon>
      <path d="m9 5.5 6.5 6.5L9 18.5" />
    </Icon>
  );
}

/** Two bars: pause. */
export function PauseIcon() {
  return (
    <Icon>
      <path d="M8.5 5.5v13M15.5 5.5v13" />
    </Icon>
  );
}

/** A triangle: go on. */
export function ResumeIcon() {
  return (
    <Icon>
      <path d="M8 5.5v13l10.5-6.5Z" />
    </Icon>
  );
}

/** A pen: change. */
export function EditIcon() {
  return (
    <Icon>
      <path d="m4.5 19.5.9-4L16.2 4.7a1.8 1.8 0 0 1 2.6 0l.5.5a1.8 1.8 0 0 1 0 2.6L8.5 18.6Z" />
    </Icon>
  );
}

/** An arrow into a tray: download. */
export function DownloadIcon() {
  return (
    <Icon>
      <path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4.5 19.5h15" />
    </Icon>
  );
}

/** An arrow that turns back: again. */
export function AgainIcon() {
  return (
    <Icon>
      <path d="M4.5 12a7.5 7.5 0 1 0 2.4-5.5M4.5 4.5v4h4" />
    </Icon>
  );
}

/** Four fields of different size: the dashboard. */
export function DashboardIcon() {
  return (
    <Icon size={18}>
      <rect x="4" y="4" width="7" height="9" rx="1.5" />
      <rect x="13" y="4" width="7" height="5" rx="1.5" />
      <rect x="13" y="11" width="7" height="9" rx="1.5" />
      <rect x="4" y="15" width="7" height="5" rx="1.5" />
    </Icon>
  );
}

/** A sheet over another: templates. */
export function TemplatesIcon() {
  return (
    <Icon size={18}>
      <rect x="8" y="8" width="12" height="12" rx="2" />
      <path d="M16 8V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h2M11.5 12.5h5M11.5 16h3" />
    </Icon>
  );
}

/** An arrow out of a tray: take a file in. */
export function UploadIcon() {
  return (
    <Icon>
      <path d="M12 15V4M7.5 8.5 12 4l4.5 4.5M4.5 19.5h15" />
    </Icon>
  );
}

/** A sheet in a machine: print. */
export function PrintIcon() {
  return (
    <Icon>
      <path d="M7.5 8.5v-5h9v5M7.5 17H5.5A1.5 1.5 0 0 1 4 15.5v-5.5a1.5 1.5 0 0 1 1.5-1.5h13A1.5 1.5 0 0 1 20 10v5.5a1.5 1.5 0 0 1-1.5 1.5h-2" />
      <path d="M7.5 14h9v6.5h-9z" />
    </Icon>
  );
}

/** Lines with marks before them: many at once. */
export function ListIcon() {
  return (
    <Icon>
      <path d="M9 6h11M9 12h11M9 18h11M4.5 6v.01M4.5 12v.01M4.5 18v.01" />
    </Icon>
  );
}

/** A bell: notices. */
export function BellIcon() {
  return (
    <Icon size={18}>
      <path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15L6 16.5Z" />
      <path d="M10 20.5a2.2 2.2 0 0 0 4 0" />
    </Icon>
  );
}

/** A shield with a tick: those whose word counts. */
export function TeamIcon() {
  return (
    <Icon size={18}>
      <path d="M12 3.5 19 6v5.5c0 4.2-2.8 7.4-7 9-4.2-1.6-7-4.8-7-9V6l7-2.5Z" />
      <path d="m9 12 2.2 2.2L15.2 10" />
    </Icon>
  );
}

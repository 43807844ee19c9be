import type { RegistrantView } from '../../../messages/dashboard-views.ts';
import { registrationStateText } from '../../../ui/problem-text.ts';
import { t } from '../../../ui/text.ts';
import { csvFile } from '../csv.ts';

const instant = (at: number | null) => (at === null ? '' : new Date(at).toISOString());

/**
 * People as CSV in UTF-8, with the mark by which Excel knows the encoding: what they typed exactly, and a column for each
 * question of the admin's own that any of them was asked. Times are UTC.
 */
export function registrationsCsv(people: readonly RegistrantView[], separator: ',' | ';'): string {
  const questions = [
    ...new Set(people.flatMap(({ ownAnswers }) => ownAnswers.map(({ question }) => question))),
  ];
  const head = [
    t('registrations_received'),
    t('registrations_state'),
    t('form_firstName'),
    t('form_lastName'),
    t('waiting_email'),
    t('waiting_phone'),
    ...questions,
    t('waiting_login'),
    t('invites_invite'),
    t('popup_site'),
    t('registrations_decidedBy'),
    t('waiting_ticket'),
  ];
  const rows = people.map((person) => {
    const { answers, ownAnswers } = person;
    return [
      instant(person.submittedAt),
      registrationStateText(person.state),
      answers?.firstName ?? '',
      answers?.lastName ?? '',
      answers?.email ?? '',
      answers?.phone ?? '',
      ...questions.map((asked) => ownAnswers.find(({ question }) => question === asked)?.answer ?? ''),
      person.login ?? '',
      person.inviteLabel,
      person.siteName,
      person.decidedBy ?? '',
      person.ticketUrl,
    ];
  });
  return csvFile([head, ...rows], separator);
}

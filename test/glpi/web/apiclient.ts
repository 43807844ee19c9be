import { addApiClient, changeApiClient } from '../api/directory.ts';
import { type Answer, field, redirect } from '../exchange.ts';
import { may, READ, UPDATE } from '../rights.ts';
import type { ApiClient } from '../state.ts';
import { page } from './layout.ts';
import { type Markup, markup, raw } from './markup.ts';
import { tabList } from './tabs.ts';
import type { Visit } from './visit.ts';

/** An API client: who may call the API, and with which token of its own. */

const PAGE = '/front/apiclient.form.php';

export function clientPage(visit: Visit): Answer {
  if (!may(visit.core, visit.session, 'config', READ)) return visit.accessDenied();
  const id = Number(field(visit.call.query, 'id'));
  const client = visit.core.state.apiClients.get(id);
  if (id > 0 && client === undefined) return visit.refusal(404, visit.say('Item not found'));
  return page(visit, {
    title: 'API client',
    crumbs: [{ label: visit.say('Setup'), href: '/front/config.form.php', icon: 'ti ti-settings' }],
    body: tabList(visit, 'APIClient', PAGE, client?.id ?? -1, [
      { key: 'APIClient$main', label: 'API client' },
    ]),
  });
}

const dotted = (address: number | null) =>
  address === null ? '' : [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

export function clientTab(visit: Visit, id: number): Markup {
  const client = visit.core.state.apiClients.get(id);
  const row = (label: string, body: Markup) =>
    markup`<div class="form-field row mb-2"><label class="col-form-label">${label}</label><div class="field-container">${body}</div></div>`;
  const textInput = (name: string, value: string | null | undefined) =>
    markup`<input type="text" class="form-control" name="${name}" value="${value}">`;
  const option = (value: string, label: string, on: boolean) =>
    markup`<option value="${value}"${on ? raw(' selected') : ''}>${label}</option>`;
  const active = client?.is_active !== 0;
  return markup`<div class="asset"><form name="asset_form" method="post" action="${visit.path(PAGE)}" data-submit-once>
  <input type="hidden" name="_glpi_csrf_token" value="${visit.csrfToken()}" />
  <input type="hidden" name="id" value="${client?.id ?? -1}" />
  ${row('Name', textInput('name', client?.name))}
  ${row('Active', markup`<select name="is_active" class="form-select">${option('0', visit.say('No'), !active)}${option('1', visit.say('Yes'), active)}</select>`)}
  ${row('Log connections', markup`<select name="dolog_method" class="form-select">${option('0', 'Disabled', true)}</select>`)}
  ${row('IPv4 address range', markup`${textInput('ipv4_range_start', dotted(client?.ipv4_range_start ?? null))}${textInput('ipv4_range_end', dotted(client?.ipv4_range_end ?? null))}`)}
  ${row('IPv6 address', textInput('ipv6', client?.ipv6))}
  ${row('Application token (app_token)', tokenField(visit, client))}
  ${row(visit.say('Regenerate'), markup`<input type="hidden" name="_reset_app_token" value="0" /><input type="checkbox" name="_reset_app_token" value="1" class="form-check-input" />`)}
  <button class="btn btn-primary" type="submit" name="${client === undefined ? 'add' : 'update'}" value="1">${visit.say(client === undefined ? 'Add' : 'Save')}</button>
</form></div>`;
}

function tokenField(visit: Visit, client: ApiClient | undefined): Markup {
  const token = client?.app_token ?? '';
  return visit.core.major === 11
    ? markup`<input type="password" id="app_token_1" class="form-control" name="app_token" value="${token}" autocomplete="off">`
    : markup`<input type="text" id="app_token_1" class="form-control" name="app_token" value="${token}">`;
}

export function postClient(visit: Visit): Answer {
  const { core, session, call } = visit;
  if (!visit.passesCsrf()) return visit.csrfRefusal();
  if (!may(core, session, 'config', UPDATE)) return visit.accessDenied();
  const back = call.headers.referer ?? visit.path(PAGE);
  if (call.fields.add !== undefined) {
    const id = addApiClient(core, call.fields);
    return redirect(core.major === 11 ? visit.path(`${PAGE}?id=${id}`) : back);
  }
  const client = core.state.apiClients.get(Number(field(call.fields, 'id')));
  if (client === undefined) return visit.refusal(404, visit.say('Item not found'));
  if (call.fields.purge !== undefined) core.state.apiClients.remove(client.id);
  else if (call.fields.update !== undefined) changeApiClient(core, client, call.fields);
  return redirect(call.fields.purge === undefined ? back : visit.path('/front/config.form.php'));
}

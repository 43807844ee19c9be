import type { Places, System } from './advice.ts';
import { type Facts, seen } from './facts.ts';

const folder = /^(\/|[A-Za-z]:[\\/])[\w./\\:-]*$/;

/** The places that commands speak of, as this GLPI tells them; ready-made ones where it does not, or oddly. */
export function placesOf(facts: Facts): Places {
  const constants = seen(facts.system)?.constants ?? {};
  const safe = (text: string | undefined, otherwise: string) =>
    text !== undefined && folder.test(text) && !text.includes('..') ? text : otherwise;
  const config = safe(constants.GLPI_CONFIG_DIR, '/var/www/glpi/config');
  return {
    host: 'services.glpi-network.com',
    config,
    logs: safe(constants.GLPI_LOG_DIR, config.replace(/config[\\/]?$/, 'files/_log')),
    dir: safe(constants.GLPI_MARKETPLACE_DIR, '/var/www/glpi/marketplace'),
    proxy: proxyOf(facts),
  };
}

function proxyOf(facts: Facts): Places['proxy'] {
  const proxy = seen(facts.system)?.proxy;
  if (!proxy || !/^[\w.-]+$/.test(proxy.host) || !/^\d{1,5}$/.test(proxy.port)) return null;
  return { address: `${proxy.host}:${proxy.port}`, login: proxy.login };
}

/** Which commands fit, as far as GLPI tells. */
export function systemSeen(facts: Facts): System | null {
  const system = seen(facts.system)?.system;
  return system === undefined || system === 'unknown' ? null : system;
}

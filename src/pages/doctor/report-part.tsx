import { diagnose } from '../../doctor/diagnose.ts';
import { type Facts, seen } from '../../doctor/facts.ts';
import type { SiteView } from '../../messages/views.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { t } from '../../ui/text.ts';
import { reportText } from './report-text.ts';

/** What was found, as a text for strangers: one press copies it, and it can be read before. */
export function ReportPart({ site, facts }: { site: SiteView; facts: Facts }) {
  const version = seen(facts.system)?.constants.GLPI_VERSION ?? site.version;
  const text = reportText(facts, diagnose(facts), site.id, version);
  return (
    <section class="sheet" aria-labelledby="report-title">
      <div>
        <h2 id="report-title">{t('doctor_report')}</h2>
        <p class="hint">{t('doctor_report_what')}</p>
      </div>
      <div class="actions">
        <CopyButton text={text}>{t('doctor_report_copy')}</CopyButton>
      </div>
      <details class="more">
        <summary>{t('doctor_report_show')}</summary>
        <pre class="mono report" data-test="report">
          {text}
        </pre>
      </details>
    </section>
  );
}

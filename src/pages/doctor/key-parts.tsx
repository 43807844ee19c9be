import type { SiteView } from '../../messages/views.ts';
import { AgentPart } from './agent-part.tsx';
import { KeyPart } from './key-part.tsx';
import { PastePart } from './paste-part.tsx';
import { PluginsPart } from './plugins-part.tsx';
import { ReportPart } from './report-part.tsx';
import { useCheckup } from './use-checkup.ts';

/** The second half: everything about the GLPI Network key of one site, from one set of facts. */
export function KeyParts({ site }: { site: SiteView }) {
  const checkup = useCheckup(site.id);
  return (
    <>
      <KeyPart site={site} checkup={checkup} />
      <PastePart />
      <PluginsPart site={site.id} checkup={checkup} />
      <AgentPart site={site.id} facts={checkup.facts} />
      {checkup.facts.network.state !== 'notYet' && <ReportPart site={site} facts={checkup.facts} />}
    </>
  );
}

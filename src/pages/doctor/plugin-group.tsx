import type { PluginCard } from '../../glpi/checks.ts';

export interface PluginGroupProps {
  readonly title: string;
  /** Below which the plugins stand: the next level down from what is above. */
  readonly heading: 'h3' | 'h4';
  readonly plugins: readonly PluginCard[];
  /** What stands beside the name: GLPI's words on what can be done, or what the plugin is. */
  readonly says: 'says' | 'description';
}

/** Plugins that have something in common. All of it is GLPI's words, as text. */
export function PluginGroup({ title, heading: Heading, plugins, says }: PluginGroupProps) {
  return (
    <div>
      <Heading class="plugins-title">{title}</Heading>
      <ul class="plugin-list">
        {plugins.map((plugin) => (
          <li key={plugin.key}>
            <strong>
              <bdi>{plugin.name}</bdi>
            </strong>{' '}
            <span class="hint">
              <bdi>{plugin[says]}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

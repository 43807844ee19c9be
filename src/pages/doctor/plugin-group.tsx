import type { PluginCard } from '../../glpi/checks.ts';

export interface PluginGroupProps {
  readonly title: string;
  readonly plugins: readonly PluginCard[];
  /** What stands beside the name: GLPI's words on what can be done, or what the plugin is. */
  readonly says: 'says' | 'description';
}

/** Plugins that have something in common. All of it is GLPI's words, as text. */
export function PluginGroup({ title, plugins, says }: PluginGroupProps) {
  return (
    <div>
      <h4 class="plugins-title">{title}</h4>
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

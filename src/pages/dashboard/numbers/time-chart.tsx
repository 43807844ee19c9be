import { useEffect, useRef, useState } from 'preact/hooks';
import type { AmountsView } from '../../../messages/dashboard-views.ts';
import { language, t } from '../../../ui/text.ts';

export const kinds = ['issued', 'used', 'expired'] as const;
export type Kind = (typeof kinds)[number];

export interface TimeChartProps {
  /** What there is to see, in a sentence. */
  readonly label: string;
  readonly names: readonly { readonly short: string; readonly full: string }[];
  readonly parts: readonly AmountsView[];
}

const height = 210;
const margin = { top: 10, right: 4, bottom: 24, left: 34 };

export const inFull = (count: number) => new Intl.NumberFormat(language()).format(count);

/** Bars over time, drawn at the width that there is. The table beside it has the same numbers. */
export function TimeChart({ label, names, parts }: TimeChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const most = Math.max(0, ...parts.flatMap((part) => kinds.map((kind) => part[kind])));
  const ticks = ticksTo(most);
  const top = ticks.at(-1) ?? 1;
  const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const step = inner.width / Math.max(1, parts.length);
  const group = Math.min(step * 0.78, 54);
  const bar = group / kinds.length;
  const y = (value: number) => margin.top + inner.height * (1 - value / top);
  // A name below every bar where there is room for it, else below every second, third and so on; the last has one.
  const every = Math.max(1, Math.ceil(52 / step));
  return (
    <div class="chart" ref={frame}>
      <svg role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line class="grid" x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
            <text class="tick" x={margin.left - 6} y={y(tick) + 4} text-anchor="end">
              {inFull(tick)}
            </text>
          </g>
        ))}
        {parts.map((part, index) => {
          const left = margin.left + step * index;
          const name = names[index];
          return (
            <g class="part" key={name?.full ?? index}>
              <title>{partText(name?.full ?? '', part)}</title>
              <rect class="hover" x={left} y={margin.top} width={step} height={inner.height} />
              {kinds.map((kind, at) => (
                <rect
                  key={kind}
                  class={`bar-${kind}`}
                  x={left + (step - group) / 2 + bar * at + 0.5}
                  width={Math.max(1, bar - 1)}
                  y={y(part[kind])}
                  height={inner.height + margin.top - y(part[kind])}
                />
              ))}
              {(parts.length - 1 - index) % every === 0 && (
                <text
                  class="tick"
                  // The last name has less room than a name is long.
                  x={index === parts.length - 1 && step < 40 ? width - margin.right : left + step / 2}
                  y={height - 7}
                  text-anchor={index === parts.length - 1 && step < 40 ? 'end' : 'middle'}
                >
                  {name?.short}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

export function partText(name: string, { issued, used, expired }: AmountsView): string {
  return t('numbers_part', {
    name,
    issued: inFull(issued),
    used: inFull(used),
    expired: inFull(expired),
  });
}

/** Up to five round numbers from nothing to at least `most`; whole, since people and links are. */
export function ticksTo(most: number): number[] {
  const raw = Math.max(1, most) / 4;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const nice = [1, 2, 2.5, 5, 10].map((one) => one * magnitude).find((one) => one >= raw) ?? raw;
  const step = Math.max(1, Math.ceil(nice));
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, index) => index * step);
}

/** The width of an element as it stands; a usual one until it is known. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(640);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

// A chart by Chart.js with the same numbers as a table behind it, for whoever does not see pictures.
import { BarController, BarElement, CategoryScale, Chart as Drawn, Legend, LinearScale, LineController, LineElement, LogarithmicScale, PointElement, ScatterController, Tooltip, type ChartConfiguration } from 'chart.js';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';

Drawn.register(BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement, LogarithmicScale, PointElement, ScatterController, Tooltip);
Drawn.defaults.animation = false;
Drawn.defaults.maintainAspectRatio = false; // the style sheet says how high

/** A colour of the style sheet, light or dark as the person has it. */
export const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export interface Table { head: string[]; rows: (string | number)[][] }

interface Props { title: string; hint?: string; config: () => ChartConfiguration; table: Table; nothing: boolean; children?: ComponentChildren }

/** `children`: what leads on from here. */
export function Chart({ title, hint, config, table, nothing, children }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const said = JSON.stringify(table);
  useLayoutEffect(() => {
    if (!canvas.current) return undefined;
    Drawn.defaults.color = colour('ink-soft');
    Drawn.defaults.borderColor = colour('line');
    Drawn.defaults.font.family = getComputedStyle(document.body).fontFamily;
    const drawn = new Drawn(canvas.current, config());
    return () => drawn.destroy();
  }, [said, nothing]);
  return (
    <section class="block chart">
      <h2>{title}</h2>
      {hint && <p class="small">{hint}</p>}
      {nothing ? <p class="none">{t.common.nothing}</p> : (
        <>
          <div class="chart-canvas"><canvas ref={canvas} role="img" aria-label={title} /></div>
          <details>
            <summary>{t.figures.as_table}</summary>
            <table class="rows">
              <thead><tr>{table.head.map((cell) => <th key={cell}>{cell}</th>)}</tr></thead>
              <tbody>{table.rows.map((row) => <tr key={row[0]}>{row.map((cell, at) => <td key={at} class={at ? 'number' : ''}>{cell}</td>)}</tr>)}</tbody>
            </table>
          </details>
        </>
      )}
      {children}
    </section>
  );
}

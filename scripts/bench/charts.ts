import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Group, Row, Series } from './record.ts';
import { figure, power, unitOf } from './table.ts';

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** Readable on white and on black; text and axes take the page's colour. */
const COLOURS: Readonly<Record<Row['kind'], string>> = {
  native: '#e0662f',
  typescript: '#3b82d6',
  peer: '#8b8f98',
};
const ALL_SLOTS = '#2e9e6b';
const INK = 'currentColor';
const GRID = '#88888855';
const FONT = { color: INK, fontFamily: 'system-ui, sans-serif', fontSize: 13 };
const WIDTH = 860;

/** A group as horizontal bars, the fastest on top. */
export function groupChart(group: Group): string {
  const rows = [...group.rows].sort((a, b) => b.median - a.median);
  return render(rows.length * 30 + 50, {
    grid: { left: 330, right: 70, top: 8, bottom: 34 },
    xAxis: {
      type: 'value',
      name: unitOf(group),
      nameLocation: 'middle',
      nameGap: 22,
      nameTextStyle: FONT,
      axisLabel: FONT,
      splitLine: { lineStyle: { color: GRID } },
    },
    yAxis: {
      type: 'category',
      data: rows.map(({ name }) => name),
      axisLabel: { ...FONT, width: 320, overflow: 'truncate' },
      axisLine: { lineStyle: { color: INK } },
      axisTick: { show: false },
    },
    series: [
      {
        type: 'bar',
        barWidth: 18,
        data: rows.map(({ median, kind }) => ({ value: median, itemStyle: { color: COLOURS[kind] } })),
        label: {
          ...FONT,
          show: true,
          position: 'right',
          formatter: ({ value }: { value: unknown }) => figure(Number(value)),
        },
      },
    ],
  });
}

/** Nanoseconds a sample against samples, both on logarithmic axes. */
export function growthChart(series: readonly Series[]): string {
  const axis = {
    type: 'log' as const,
    nameTextStyle: FONT,
    nameLocation: 'middle' as const,
    axisLine: { lineStyle: { color: INK } },
    splitLine: { lineStyle: { color: GRID } },
  };
  return render(440, {
    // Far apart, since the widths of texts are only guessed where there is no browser.
    legend: { textStyle: FONT, itemGap: 36, top: 0 },
    grid: { left: 70, right: 30, top: 96, bottom: 50 },
    xAxis: {
      ...axis,
      name: 'samples',
      nameGap: 28,
      min: 'dataMin',
      axisLabel: { ...FONT, formatter: power },
    },
    yAxis: { ...axis, name: 'ns/sample', nameGap: 48, axisLabel: FONT },
    series: series.map(({ name, kind, distribution, points }) => ({
      type: 'line',
      name: `${distribution}, ${name}`,
      color: name.endsWith('all slots') ? ALL_SLOTS : COLOURS[kind],
      data: points.map(({ samples, ns }) => [samples, ns]),
      symbol: 'circle',
      symbolSize: 6,
      lineStyle: { type: distribution === 'uniform' ? 'solid' : 'dashed' },
    })),
  });
}

function render(height: number, option: echarts.EChartsCoreOption): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  chart.setOption({ animation: false, ...option });
  const svg = chart.renderToSVGString({ useViewBox: true });
  chart.dispose();
  return svg;
}

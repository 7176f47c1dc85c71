/** The results as Markdown: one table, whatever was measured. */

export function markdownReport({ machine, records, settings }) {
  const { cpu, cores, memoryGB, system, node, date, commit, isPinnedToOneCore, loadBefore } =
    machine;
  const where = `${cpu}, ${cores} cores, ${memoryGB} GB, ${system} · Node ${node} · ${date} · commit ${commit}`;
  const how = `${settings.rounds} rounds, interleaved${isPinnedToOneCore ? ', each process on one core' : ''} · load before: ${loadBefore.toFixed(2)}`;
  const rows = records.map((record, index) => [
    record.measure === records[index - 1]?.measure ? '' : record.measure,
    record.title,
    record.error ? 'failed' : record.unit,
    record.error ? '' : number(record.median),
    record.error || record.samples.length < 2
      ? ''
      : `${number(record.min)} – ${number(record.max)}`,
    record.ratio === undefined ? '' : `${number(record.ratio)}×`,
    targetCell(record),
  ]);
  const header = ['measured', 'who', 'unit', 'median', 'min – max', '÷ Tsuno', 'target'];
  const notes = records.flatMap(({ measure, title, error, warning }) =>
    error || warning ? [`- ${measure}, ${title}: ${(error ?? warning).split('\n')[0]}`] : [],
  );
  return ['', where, how, '', ...table(header, rows), '', ...notes, ...shares(records)].join('\n');
}

/** Times of others: at least the target. `fit` beside the kernels, and sizes: at most. */
function targetCell({ target, targetAtMost, fitAtMost, ratio, median, unit }) {
  if (fitAtMost !== undefined) {
    const mark = 1 / ratio <= fitAtMost ? '✓' : '✗ missed';
    return `fit is ${number(1 / ratio)}×, ≤ ${fitAtMost}× ${mark}`;
  }
  if (targetAtMost !== undefined) {
    return `≤ ${targetAtMost} ${unit} ${median <= targetAtMost ? '✓' : '✗ missed'}`;
  }
  if (target === undefined || ratio === undefined) return '';
  return `≥ ${number(target)}× ${ratio >= target ? '✓' : '✗ missed'}`;
}

/** Three significant digits, thousands in full. */
function number(value) {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
}

function table(header, rows) {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length)),
  );
  const line = (cells) =>
    `| ${cells.map((cell, i) => (i < 3 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i < 3 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(header), rule, ...rows.map(line)];
}

/** What a bundle is made of, for records that say so. */
function shares(records) {
  return records.flatMap(({ measure, title, minifiedBytesByPackage }) => {
    if (!minifiedBytesByPackage) return [];
    const parts = Object.entries(minifiedBytesByPackage).slice(0, 8);
    const said = parts.map(([name, bytes]) => `${name} ${(bytes / 1000).toFixed(1)}`);
    return [`- ${measure}, ${title}, minified kB: ${said.join(', ')}`];
  });
}

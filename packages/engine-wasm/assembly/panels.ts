/**
 * Rows of `columns` numbers, whose addresses are listed at `from`, into panels of `rows` rows (a multiple of 4, at least
 * `count`). Pads become zero. May read up to 12 bytes beyond a row.
 *
 * With lists (`byRows` not 0) it also lists the blocks of 4 × 4 numbers that are not all zero: for each four rows the
 * numbers of their panels, and for each panel the places of its rows (in bytes). A list is its length, then its entries,
 * 32 bits each. Gives how many such blocks there are.
 */
export function pack(
  from: usize, to: usize, count: i32, rows: i32, columns: i32, byRows: usize, byPanels: usize,
): i32 {
  const panel: usize = (<usize>rows) << 4;
  const panels = (columns + 3) >> 2;
  const rest = columns & 3;
  const mask = laneMask(rest);
  const panelList: usize = (<usize>((rows >> 2) + 1)) << 2;
  let all = 0;
  if (byRows != 0) {
    for (let p = 0, list = byPanels; p < panels; p++, list += panelList) store<i32>(list, 0);
  }
  for (let r = 0, list = byRows; r < rows; r += 4, list += (<usize>(panels + 1)) << 2) {
    const left = count - r;
    const list4 = from + (<usize>r << 2);
    const row0 = left > 0 ? <usize>load<u32>(list4) : 0;
    const row1 = left > 1 ? <usize>load<u32>(list4, 4) : 0;
    const row2 = left > 2 ? <usize>load<u32>(list4, 8) : 0;
    const row3 = left > 3 ? <usize>load<u32>(list4, 12) : 0;
    let length = 0;
    for (let p = 0; p < panels; p++) {
      const along = <usize>p << 4;
      let v0 = left > 0 ? v128.load(row0 + along) : f32x4.splat(0);
      let v1 = left > 1 ? v128.load(row1 + along) : f32x4.splat(0);
      let v2 = left > 2 ? v128.load(row2 + along) : f32x4.splat(0);
      let v3 = left > 3 ? v128.load(row3 + along) : f32x4.splat(0);
      if (rest != 0 && p == panels - 1) {
        v0 = v128.and(v0, mask);
        v1 = v128.and(v1, mask);
        v2 = v128.and(v2, mask);
        v3 = v128.and(v3, mask);
      }
      const out = to + <usize>p * panel + (<usize>r << 4);
      v128.store(out, v0);
      v128.store(out, v1, 16);
      v128.store(out, v2, 32);
      v128.store(out, v3, 48);
      if (byRows == 0) continue;
      if (!v128.any_true(v128.or(v128.or(v0, v1), v128.or(v2, v3)))) continue;
      length++;
      store<i32>(list + (<usize>length << 2), p);
      const other = byPanels + <usize>p * panelList;
      const entries = load<i32>(other) + 1;
      store<i32>(other + (<usize>entries << 2), r << 4);
      store<i32>(other, entries);
    }
    if (byRows != 0) store<i32>(list, length);
    all += length;
  }
  return all;
}

/** The other way round: the first `count` rows and `columns` columns, one row after the other. */
export function unpack(from: usize, to: usize, count: i32, rows: i32, columns: i32): void {
  const panel: usize = (<usize>rows) << 4;
  for (let r = 0; r < count; r++) {
    for (let c = 0; c < columns; c++) {
      const at = from + <usize>(c >> 2) * panel + (<usize>r << 4) + (<usize>(c & 3) << 2);
      store<f32>(to, load<f32>(at));
      to += 4;
    }
  }
}

/** One-hot rows of `columns` numbers in panels, from class numbers. */
export function oneHot(labels: usize, t: usize, count: i32, rows: i32, columns: i32): void {
  const panel: usize = (<usize>rows) << 4;
  memory.fill(t, 0, panel * <usize>((columns + 3) >> 2));
  for (let r = 0; r < count; r++) {
    const label = load<i32>(labels + (<usize>r << 2));
    store<f32>(t + <usize>(label >> 2) * panel + (<usize>r << 4) + (<usize>(label & 3) << 2), 1);
  }
}

/** So many bytes from one place to another. */
export function copy(from: usize, to: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}

/** Zeros in the rows from `count` on. */
export function clearRows(y: usize, count: i32, rows: i32, panels: i32): void {
  const panel: usize = (<usize>rows) << 4;
  const bytes = (<usize>(rows - count)) << 4;
  if (bytes == 0) return;
  for (let q = 0, at = y + (<usize>count << 4); q < panels; q++, at += panel) memory.fill(at, 0, bytes);
}

export function clearRow(row: usize, panel: usize, columns: i32): void {
  for (let q = 0; q < columns; q += 4, row += panel) v128.store(row, f32x4.splat(0));
}

export function scaleRow(row: usize, panel: usize, columns: i32, factor: f32): void {
  const by = f32x4.splat(factor);
  for (let q = 0; q < columns; q += 4, row += panel) v128.store(row, f32x4.mul(v128.load(row), by));
}

// @ts-ignore: decorator
@inline
function laneMask(lanes: i32): v128 {
  return i32x4.gt_s(i32x4.splat(lanes), i32x4(0, 1, 2, 3));
}

/** The lanes of the last panel that are columns. */
// @ts-ignore: decorator
@inline
export function lastLanes(columns: i32): v128 {
  return laneMask(((columns - 1) & 3) + 1);
}

/** Lanes of a row's panel: in its last panel only those that are columns, with zeros in the others. */
// @ts-ignore: decorator
@inline
export function within(v: v128, isLast: bool, mask: v128): v128 {
  return isLast ? v128.and(v, mask) : v;
}

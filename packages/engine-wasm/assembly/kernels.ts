/**
 * The structural kernels of the compiled engine. A matrix of R rows and C columns is stored in panels ("P4"): ceil(C/4)
 * panels of R rows × 4 floats, R a multiple of 4. So a row of a panel is one vector, every 4 × 4 block is one line of 64
 * bytes, and X·W and Xᵀ·Y read their operands in the same way. All addresses are in bytes.
 *
 * Columns beyond C and rows beyond the batch ("pads") hold zeros wherever a sum goes over them.
 */

/** Y = X·W + b. X has `rows` × `inner`, W `inner` × 4·`panels`; `b` is one row of Y, or 0 for none. */
export function matmul(x: usize, w: usize, b: usize, y: usize, rows: i32, inner: i32, panels: i32): void {
  const xPanel: usize = (<usize>rows) << 4;
  const wPanel: usize = (<usize>((inner + 3) & ~3)) << 4;
  let q = 0;
  for (; q + 2 <= panels; q += 2) {
    const w0 = w + <usize>q * wPanel;
    const y0 = y + <usize>q * xPanel;
    let start0 = f32x4.splat(0);
    let start1 = f32x4.splat(0);
    if (b != 0) {
      start0 = v128.load(b + (<usize>q << 4));
      start1 = v128.load(b + (<usize>q << 4), 16);
    }
    for (let r: usize = 0; r < xPanel; r += 64) {
      let a00 = start0, a01 = start1, a10 = start0, a11 = start1;
      let a20 = start0, a21 = start1, a30 = start0, a31 = start1;
      let xp = x + r;
      let wp = w0;
      let left = inner;
      while (left > 0) {
        const stop = wp + (<usize>min(left, 4) << 4);
        let xk = xp;
        do {
          const v0 = v128.load(wp);
          const v1 = v128.load(wp + wPanel);
          const s0 = v128.load32_splat(xk);
          const s1 = v128.load32_splat(xk, 16);
          const s2 = v128.load32_splat(xk, 32);
          const s3 = v128.load32_splat(xk, 48);
          a00 = f32x4.add(a00, f32x4.mul(s0, v0));
          a01 = f32x4.add(a01, f32x4.mul(s0, v1));
          a10 = f32x4.add(a10, f32x4.mul(s1, v0));
          a11 = f32x4.add(a11, f32x4.mul(s1, v1));
          a20 = f32x4.add(a20, f32x4.mul(s2, v0));
          a21 = f32x4.add(a21, f32x4.mul(s2, v1));
          a30 = f32x4.add(a30, f32x4.mul(s3, v0));
          a31 = f32x4.add(a31, f32x4.mul(s3, v1));
          xk += 4;
          wp += 16;
        } while (wp < stop);
        xp += xPanel;
        left -= 4;
      }
      const y1 = y0 + r;
      v128.store(y1, a00);
      v128.store(y1, a10, 16);
      v128.store(y1, a20, 32);
      v128.store(y1, a30, 48);
      const y2 = y1 + xPanel;
      v128.store(y2, a01);
      v128.store(y2, a11, 16);
      v128.store(y2, a21, 32);
      v128.store(y2, a31, 48);
    }
  }
  if (q < panels) {
    const w0 = w + <usize>q * wPanel;
    const y0 = y + <usize>q * xPanel;
    const start = b != 0 ? v128.load(b + (<usize>q << 4)) : f32x4.splat(0);
    for (let r: usize = 0; r < xPanel; r += 64) {
      let a0 = start, a1 = start, a2 = start, a3 = start;
      let xp = x + r;
      let wp = w0;
      let left = inner;
      while (left > 0) {
        const stop = wp + (<usize>min(left, 4) << 4);
        let xk = xp;
        do {
          const v0 = v128.load(wp);
          a0 = f32x4.add(a0, f32x4.mul(v128.load32_splat(xk), v0));
          a1 = f32x4.add(a1, f32x4.mul(v128.load32_splat(xk, 16), v0));
          a2 = f32x4.add(a2, f32x4.mul(v128.load32_splat(xk, 32), v0));
          a3 = f32x4.add(a3, f32x4.mul(v128.load32_splat(xk, 48), v0));
          xk += 4;
          wp += 16;
        } while (wp < stop);
        xp += xPanel;
        left -= 4;
      }
      v128.store(y0 + r, a0);
      v128.store(y0 + r, a1, 16);
      v128.store(y0 + r, a2, 32);
      v128.store(y0 + r, a3, 48);
    }
  }
}

/** D = Xᵀ·Y: X has `rows` × 4·`xPanels`, Y `rows` × 4·`yPanels`, D 4·`xPanels` × 4·`yPanels`. */
export function matmulTransposed(x: usize, y: usize, d: usize, rows: i32, xPanels: i32, yPanels: i32): void {
  const panel: usize = (<usize>rows) << 4;
  const dPanel: usize = (<usize>xPanels) << 6;
  for (let p = 0; p < xPanels; p++) {
    const x0 = x + <usize>p * panel;
    const stop = x0 + panel;
    const d0 = d + (<usize>p << 6);
    let q = 0;
    for (; q + 2 <= yPanels; q += 2) {
      let a00 = f32x4.splat(0), a01 = a00, a10 = a00, a11 = a00;
      let a20 = a00, a21 = a00, a30 = a00, a31 = a00;
      let xp = x0;
      let yp = y + <usize>q * panel;
      do {
        const v0 = v128.load(yp);
        const v1 = v128.load(yp + panel);
        const s0 = v128.load32_splat(xp);
        const s1 = v128.load32_splat(xp, 4);
        const s2 = v128.load32_splat(xp, 8);
        const s3 = v128.load32_splat(xp, 12);
        a00 = f32x4.add(a00, f32x4.mul(s0, v0));
        a01 = f32x4.add(a01, f32x4.mul(s0, v1));
        a10 = f32x4.add(a10, f32x4.mul(s1, v0));
        a11 = f32x4.add(a11, f32x4.mul(s1, v1));
        a20 = f32x4.add(a20, f32x4.mul(s2, v0));
        a21 = f32x4.add(a21, f32x4.mul(s2, v1));
        a30 = f32x4.add(a30, f32x4.mul(s3, v0));
        a31 = f32x4.add(a31, f32x4.mul(s3, v1));
        xp += 16;
        yp += 16;
      } while (xp < stop);
      const d1 = d0 + <usize>q * dPanel;
      v128.store(d1, a00);
      v128.store(d1, a10, 16);
      v128.store(d1, a20, 32);
      v128.store(d1, a30, 48);
      const d2 = d1 + dPanel;
      v128.store(d2, a01);
      v128.store(d2, a11, 16);
      v128.store(d2, a21, 32);
      v128.store(d2, a31, 48);
    }
    if (q < yPanels) {
      let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0;
      let xp = x0;
      let yp = y + <usize>q * panel;
      do {
        const v0 = v128.load(yp);
        a0 = f32x4.add(a0, f32x4.mul(v128.load32_splat(xp), v0));
        a1 = f32x4.add(a1, f32x4.mul(v128.load32_splat(xp, 4), v0));
        a2 = f32x4.add(a2, f32x4.mul(v128.load32_splat(xp, 8), v0));
        a3 = f32x4.add(a3, f32x4.mul(v128.load32_splat(xp, 12), v0));
        xp += 16;
        yp += 16;
      } while (xp < stop);
      const d1 = d0 + <usize>q * dPanel;
      v128.store(d1, a0);
      v128.store(d1, a1, 16);
      v128.store(d1, a2, 32);
      v128.store(d1, a3, 48);
    }
  }
}

/** `matmul` that only visits the listed blocks of X; adding the products of the others would change nothing. */
export function matmulBlocks(
  x: usize, byRows: usize, w: usize, b: usize, y: usize, rows: i32, inner: i32, panels: i32,
): void {
  const xPanel: usize = (<usize>rows) << 4;
  const xPanels = (inner + 3) >> 2;
  const wPanel: usize = (<usize>xPanels) << 6;
  const rowList: usize = (<usize>(xPanels + 1)) << 2;
  for (let q = 0; q < panels; q += 2) {
    const isPair = q + 1 < panels;
    const w0 = w + <usize>q * wPanel;
    // Without a second panel the first is computed twice, and stored once.
    const next: usize = isPair ? wPanel : 0;
    const y0 = y + <usize>q * xPanel;
    let start0 = f32x4.splat(0);
    let start1 = f32x4.splat(0);
    if (b != 0) {
      start0 = v128.load(b + (<usize>q << 4));
      if (isPair) start1 = v128.load(b + (<usize>q << 4), 16);
    }
    let list = byRows;
    for (let r: usize = 0; r < xPanel; r += 64, list += rowList) {
      let a00 = start0, a01 = start1, a10 = start0, a11 = start1;
      let a20 = start0, a21 = start1, a30 = start0, a31 = start1;
      const stop = list + (<usize>load<i32>(list) << 2);
      for (let entry = list; entry < stop; ) {
        entry += 4;
        const p = <usize>load<i32>(entry);
        let xk = x + p * xPanel + r;
        let wp = w0 + (p << 6);
        const end = wp + 64;
        do {
          const v0 = v128.load(wp);
          const v1 = v128.load(wp + next);
          const s0 = v128.load32_splat(xk);
          const s1 = v128.load32_splat(xk, 16);
          const s2 = v128.load32_splat(xk, 32);
          const s3 = v128.load32_splat(xk, 48);
          a00 = f32x4.add(a00, f32x4.mul(s0, v0));
          a01 = f32x4.add(a01, f32x4.mul(s0, v1));
          a10 = f32x4.add(a10, f32x4.mul(s1, v0));
          a11 = f32x4.add(a11, f32x4.mul(s1, v1));
          a20 = f32x4.add(a20, f32x4.mul(s2, v0));
          a21 = f32x4.add(a21, f32x4.mul(s2, v1));
          a30 = f32x4.add(a30, f32x4.mul(s3, v0));
          a31 = f32x4.add(a31, f32x4.mul(s3, v1));
          xk += 4;
          wp += 16;
        } while (wp < end);
      }
      const y1 = y0 + r;
      v128.store(y1, a00);
      v128.store(y1, a10, 16);
      v128.store(y1, a20, 32);
      v128.store(y1, a30, 48);
      if (!isPair) continue;
      const y2 = y1 + xPanel;
      v128.store(y2, a01);
      v128.store(y2, a11, 16);
      v128.store(y2, a21, 32);
      v128.store(y2, a31, 48);
    }
  }
}

/** `matmulTransposed` that only visits the listed blocks of X. */
export function matmulTransposedBlocks(
  x: usize, byPanels: usize, y: usize, d: usize, rows: i32, xPanels: i32, yPanels: i32,
): void {
  const panel: usize = (<usize>rows) << 4;
  const dPanel: usize = (<usize>xPanels) << 6;
  const panelList: usize = (<usize>((rows >> 2) + 1)) << 2;
  for (let p = 0; p < xPanels; p++) {
    const x0 = x + <usize>p * panel;
    const list = byPanels + <usize>p * panelList;
    const stop = list + (<usize>load<i32>(list) << 2);
    const d0 = d + (<usize>p << 6);
    for (let q = 0; q < yPanels; q += 2) {
      const isPair = q + 1 < yPanels;
      const next: usize = isPair ? panel : 0;
      const y0 = y + <usize>q * panel;
      let a00 = f32x4.splat(0), a01 = a00, a10 = a00, a11 = a00;
      let a20 = a00, a21 = a00, a30 = a00, a31 = a00;
      for (let entry = list; entry < stop; ) {
        entry += 4;
        const r = <usize>load<i32>(entry);
        let xp = x0 + r;
        let yp = y0 + r;
        const end = xp + 64;
        do {
          const v0 = v128.load(yp);
          const v1 = v128.load(yp + next);
          const s0 = v128.load32_splat(xp);
          const s1 = v128.load32_splat(xp, 4);
          const s2 = v128.load32_splat(xp, 8);
          const s3 = v128.load32_splat(xp, 12);
          a00 = f32x4.add(a00, f32x4.mul(s0, v0));
          a01 = f32x4.add(a01, f32x4.mul(s0, v1));
          a10 = f32x4.add(a10, f32x4.mul(s1, v0));
          a11 = f32x4.add(a11, f32x4.mul(s1, v1));
          a20 = f32x4.add(a20, f32x4.mul(s2, v0));
          a21 = f32x4.add(a21, f32x4.mul(s2, v1));
          a30 = f32x4.add(a30, f32x4.mul(s3, v0));
          a31 = f32x4.add(a31, f32x4.mul(s3, v1));
          xp += 16;
          yp += 16;
        } while (xp < end);
      }
      const d1 = d0 + <usize>q * dPanel;
      v128.store(d1, a00);
      v128.store(d1, a10, 16);
      v128.store(d1, a20, 32);
      v128.store(d1, a30, 48);
      if (!isPair) continue;
      const d2 = d1 + dPanel;
      v128.store(d2, a01);
      v128.store(d2, a11, 16);
      v128.store(d2, a21, 32);
      v128.store(d2, a31, 48);
    }
  }
}

/** T = Wᵀ, W of 4·`blocks` rows and 4·`panels` columns: every 4 × 4 block is turned. */
export function transpose(w: usize, t: usize, blocks: i32, panels: i32): void {
  for (let q = 0; q < panels; q++) {
    for (let p = 0; p < blocks; p++) {
      const from = w + ((<usize>(q * blocks + p)) << 6);
      const to = t + ((<usize>(p * panels + q)) << 6);
      const r0 = v128.load(from), r1 = v128.load(from, 16), r2 = v128.load(from, 32), r3 = v128.load(from, 48);
      const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const b = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const c = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f32>(a, c, 0, 1, 4, 5));
      v128.store(to, v128.shuffle<f32>(a, c, 2, 3, 6, 7), 16);
      v128.store(to, v128.shuffle<f32>(b, d, 0, 1, 4, 5), 32);
      v128.store(to, v128.shuffle<f32>(b, d, 2, 3, 6, 7), 48);
    }
  }
}

/** s = the sum of the rows of Y, for each column. */
export function sumRows(y: usize, s: usize, rows: i32, panels: i32): void {
  const panel: usize = (<usize>rows) << 4;
  for (let q = 0; q < panels; q++) {
    let sum = f32x4.splat(0);
    let at = y + <usize>q * panel;
    const stop = at + panel;
    for (; at < stop; at += 16) sum = f32x4.add(sum, v128.load(at));
    v128.store(s + (<usize>q << 4), sum);
  }
}

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

/** Zeros in the lanes of the last panel from column `columns` on. */
export function clearPads(y: usize, rows: i32, columns: i32): void {
  const rest = columns & 3;
  if (!rest) return;
  const mask = laneMask(rest);
  const panel: usize = (<usize>rows) << 4;
  let at = y + <usize>(columns >> 2) * panel;
  const stop = at + panel;
  for (; at < stop; at += 16) v128.store(at, v128.and(v128.load(at), mask));
}

// @ts-ignore: decorator
@inline
function laneMask(lanes: i32): v128 {
  return i32x4.gt_s(i32x4.splat(lanes), i32x4(0, 1, 2, 3));
}

/** So many bytes from one place to another. */
export function copy(from: usize, to: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}

/** Zeros in the rows from `count` on. */
export function clearRows(y: usize, count: i32, rows: i32, columns: i32): void {
  const panel: usize = (<usize>rows) << 4;
  const from = y + (<usize>count << 4);
  const bytes = (<usize>(rows - count)) << 4;
  for (let q = 0; q < columns; q += 4) memory.fill(from + <usize>(q >> 2) * panel, 0, bytes);
}

/** The sum of the first `count` rows and `columns` columns. */
export function sumNumbers(v: usize, count: i32, rows: i32, columns: i32): f64 {
  const panel: usize = (<usize>rows) << 4;
  const rest = columns & 3;
  const mask = laneMask(rest);
  const panels = (columns + 3) >> 2;
  let low = f64x2.splat(0), high = f64x2.splat(0);
  for (let q = 0; q < panels; q++) {
    const isCut = rest != 0 && q == panels - 1;
    let at = v + <usize>q * panel;
    const stop = at + (<usize>count << 4);
    for (; at < stop; at += 16) {
      let four = v128.load(at);
      if (isCut) four = v128.and(four, mask);
      low = f64x2.add(low, f64x2.promote_low_f32x4(four));
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f32>(four, four, 2, 3, 2, 3)));
    }
  }
  const both = f64x2.add(low, high);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/** The sum of the squares of so many bytes of numbers. */
export function sumOfSquares(from: usize, bytes: usize): f64 {
  let low = f64x2.splat(0), high = f64x2.splat(0);
  const stop = from + bytes;
  for (let at = from; at < stop; at += 16) {
    const four = v128.load(at);
    const a = f64x2.promote_low_f32x4(four);
    const b = f64x2.promote_low_f32x4(v128.shuffle<f32>(four, four, 2, 3, 2, 3));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const both = f64x2.add(low, high);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

// @ts-ignore: decorator
@inline
function mix4(x: v128): v128 {
  let h = v128.xor(x, i32x4.shr_u(x, 16));
  h = i32x4.mul(h, i32x4.splat(0x7feb352d));
  h = v128.xor(h, i32x4.shr_u(h, 15));
  h = i32x4.mul(h, i32x4.splat(<i32>0x846ca68b));
  return v128.xor(h, i32x4.shr_u(h, 16));
}

/** The numbers of the random field (a, b), uniform in [0, 1): the place in it is the place row by row. */
export function uniforms(y: usize, rows: i32, columns: i32, a: i32, b: i32): void {
  const keyA = i32x4.splat(a), keyB = i32x4.splat(b);
  for (let q = 0; q < columns; q += 4) {
    for (let r = 0; r < rows; r++) {
      const places = i32x4.add(i32x4.splat(r * columns + q), i32x4(0, 1, 2, 3));
      const bits = i32x4.shr_u(mix4(v128.xor(mix4(v128.xor(places, keyA)), keyB)), 8);
      v128.store(y, f32x4.mul(f32x4.convert_i32x4_s(bits), f32x4.splat(5.9604644775390625e-8)));
      y += 16;
    }
  }
}

/** y = (x − center)·scale + shift, with a number of each for each column. */
export function scaleColumns(
  x: usize, y: usize, center: usize, scale: usize, shift: usize, rows: i32, panels: i32,
): void {
  const panel: usize = (<usize>rows) << 4;
  for (let q = 0; q < panels; q++) {
    const by = v128.load(scale + (<usize>q << 4));
    const middle = v128.load(center + (<usize>q << 4));
    const plus = v128.load(shift + (<usize>q << 4));
    for (let o: usize = 0; o < panel; o += 16) {
      v128.store(y + o, f32x4.add(f32x4.mul(f32x4.sub(v128.load(x + o), middle), by), plus));
    }
    x += panel;
    y += panel;
  }
}

/** d = d·scale, with a number for each column. */
export function scaleColumnsBackward(d: usize, scale: usize, rows: i32, panels: i32): void {
  const panel: usize = (<usize>rows) << 4;
  for (let q = 0; q < panels; q++) {
    const by = v128.load(scale + (<usize>q << 4));
    for (let o: usize = 0; o < panel; o += 16) v128.store(d + o, f32x4.mul(v128.load(d + o), by));
    d += panel;
  }
}

/** y = x where x > 0, otherwise alpha·x, with an alpha for each column. */
export function prelu(x: usize, y: usize, alpha: usize, rows: i32, panels: i32): void {
  const panel: usize = (<usize>rows) << 4;
  for (let q = 0; q < panels; q++) {
    const slope = v128.load(alpha + (<usize>q << 4));
    for (let o: usize = 0; o < panel; o += 16) {
      const v = v128.load(x + o);
      v128.store(y + o, v128.bitselect(v, f32x4.mul(v, slope), f32x4.gt(v, f32x4.splat(0))));
    }
    x += panel;
    y += panel;
  }
}

/** The same backwards: D becomes the derivative by X, `da` the one by alpha. At 0 both are 0, as in Keras. */
export function preluBackward(x: usize, d: usize, alpha: usize, da: usize, rows: i32, panels: i32): void {
  const panel: usize = (<usize>rows) << 4;
  const zero = f32x4.splat(0);
  for (let q = 0; q < panels; q++) {
    const slope = v128.load(alpha + (<usize>q << 4));
    let sum = zero;
    for (let o: usize = 0; o < panel; o += 16) {
      const v = v128.load(x + o);
      const dy = v128.load(d + o);
      const below = f32x4.lt(v, zero);
      sum = f32x4.add(sum, v128.and(f32x4.mul(dy, v), below));
      const negative = v128.and(f32x4.mul(dy, slope), below);
      v128.store(d + o, v128.bitselect(dy, negative, f32x4.gt(v, zero)));
    }
    v128.store(da + (<usize>q << 4), sum);
    x += panel;
    d += panel;
  }
}

/** Mean and variance (biased) of the first `count` rows, for each column. */
export function columnMoments(x: usize, mean: usize, variance: usize, count: i32, rows: i32, panels: i32): void {
  const panel: usize = (<usize>rows) << 4;
  const bytes: usize = (<usize>count) << 4;
  const n = f32x4.splat(<f32>count);
  for (let q: usize = 0; q < <usize>panels << 4; q += 16) {
    let sum = f32x4.splat(0);
    for (let o: usize = 0; o < bytes; o += 16) sum = f32x4.add(sum, v128.load(x + o));
    const middle = f32x4.div(sum, n);
    let squares = f32x4.splat(0);
    for (let o: usize = 0; o < bytes; o += 16) {
      const off = f32x4.sub(v128.load(x + o), middle);
      squares = f32x4.add(squares, f32x4.mul(off, off));
    }
    v128.store(mean + q, middle);
    v128.store(variance + q, f32x4.div(squares, n));
    x += panel;
  }
}

/** kept = kept·share + next·(1 − share), for vectors of so many bytes. */
export function blend(kept: usize, next: usize, bytes: usize, share: f64): void {
  const old = f32x4.splat(<f32>share), fresh = f32x4.splat(<f32>(1 - share));
  for (let o: usize = 0; o < bytes; o += 16) {
    v128.store(kept + o, f32x4.add(f32x4.mul(v128.load(kept + o), old), f32x4.mul(v128.load(next + o), fresh)));
  }
}

/**
 * y = (x − mean)·inverse·gamma + beta for each column, with inverse = 1/√(variance + ε), which is left at `inverse`.
 * No gamma or beta where the address is 0.
 */
export function normalizeColumns(
  x: usize, y: usize, mean: usize, variance: usize, inverse: usize, gamma: usize, beta: usize,
  rows: i32, panels: i32, epsilon: f32,
): void {
  const panel: usize = (<usize>rows) << 4;
  for (let q: usize = 0; q < <usize>panels << 4; q += 16) {
    const middle = v128.load(mean + q);
    const root = f32x4.sqrt(f32x4.add(v128.load(variance + q), f32x4.splat(epsilon)));
    const factor = f32x4.div(f32x4.splat(1), root);
    v128.store(inverse + q, factor);
    const scale = gamma != 0 ? f32x4.mul(factor, v128.load(gamma + q)) : factor;
    const shift = beta != 0 ? v128.load(beta + q) : f32x4.splat(0);
    for (let o: usize = 0; o < panel; o += 16) {
      v128.store(y + o, f32x4.add(f32x4.mul(f32x4.sub(v128.load(x + o), middle), scale), shift));
    }
    x += panel;
    y += panel;
  }
}

/**
 * The same backwards: D becomes the derivative by X, and those by gamma and beta are left at their addresses unless 0.
 * With `ofBatch` mean and variance are those of the first `count` rows, and depend on X.
 */
export function normalizeColumnsBackward(
  x: usize, d: usize, mean: usize, inverse: usize, gamma: usize, dGamma: usize, dBeta: usize,
  count: i32, rows: i32, panels: i32, ofBatch: bool,
): void {
  const panel: usize = (<usize>rows) << 4;
  const bytes: usize = (<usize>count) << 4;
  const n = f32x4.splat(<f32>count);
  for (let q: usize = 0; q < <usize>panels << 4; q += 16) {
    const middle = v128.load(mean + q);
    const factor = v128.load(inverse + q);
    let sum = f32x4.splat(0), along = f32x4.splat(0);
    for (let o: usize = 0; o < bytes; o += 16) {
      const dy = v128.load(d + o);
      const normal = f32x4.mul(f32x4.sub(v128.load(x + o), middle), factor);
      sum = f32x4.add(sum, dy);
      along = f32x4.add(along, f32x4.mul(dy, normal));
    }
    if (dGamma != 0) v128.store(dGamma + q, along);
    if (dBeta != 0) v128.store(dBeta + q, sum);
    const scale = gamma != 0 ? f32x4.mul(factor, v128.load(gamma + q)) : factor;
    const meanSum = ofBatch ? f32x4.div(sum, n) : f32x4.splat(0);
    const meanAlong = ofBatch ? f32x4.div(along, n) : f32x4.splat(0);
    for (let o: usize = 0; o < bytes; o += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + o), middle), factor);
      const own = f32x4.sub(f32x4.sub(v128.load(d + o), meanSum), f32x4.mul(normal, meanAlong));
      v128.store(d + o, f32x4.mul(own, scale));
    }
    x += panel;
    d += panel;
  }
}

/**
 * y = (x − mean)/√(variance + ε)·gamma + beta with mean and variance of each row; mean and inverse root are left at
 * `means` and `inverses`. No gamma or beta where the address is 0. Pads become zero.
 */
export function normalizeRows(
  x: usize, y: usize, means: usize, inverses: usize, gamma: usize, beta: usize,
  rows: i32, columns: i32, epsilon: f32,
): void {
  const panel: usize = (<usize>rows) << 4;
  const panels = (columns + 3) >> 2;
  const rest = columns & 3;
  const mask = rest ? laneMask(rest) : i32x4.splat(-1);
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    let sums = f32x4.splat(0);
    for (let q = 0, o = at; q < panels; q++, o += panel) sums = f32x4.add(sums, v128.load(x + o));
    const mean = sumLanes(sums) / <f32>columns;
    let squares = f32x4.splat(0);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      let off = f32x4.sub(v128.load(x + o), f32x4.splat(mean));
      if (q == panels - 1) off = v128.and(off, mask);
      squares = f32x4.add(squares, f32x4.mul(off, off));
    }
    const inverse: f32 = <f32>1 / sqrt<f32>(sumLanes(squares) / <f32>columns + epsilon);
    store<f32>(means + (<usize>r << 2), mean);
    store<f32>(inverses + (<usize>r << 2), inverse);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      let v = f32x4.mul(f32x4.sub(v128.load(x + o), f32x4.splat(mean)), f32x4.splat(inverse));
      if (gamma != 0) v = f32x4.mul(v, v128.load(gamma + (<usize>q << 4)));
      if (beta != 0) v = f32x4.add(v, v128.load(beta + (<usize>q << 4)));
      if (q == panels - 1) v = v128.and(v, mask);
      v128.store(y + o, v);
    }
  }
}

/** The same backwards, in place of D; the derivatives by gamma and beta are left at their addresses unless 0. */
export function normalizeRowsBackward(
  x: usize, d: usize, means: usize, inverses: usize, gamma: usize, dGamma: usize, dBeta: usize,
  rows: i32, columns: i32,
): void {
  const panel: usize = (<usize>rows) << 4;
  const panels = (columns + 3) >> 2;
  const rest = columns & 3;
  const mask = rest ? laneMask(rest) : i32x4.splat(-1);
  for (let q = 0; q < panels; q++) {
    let sum = f32x4.splat(0), along = f32x4.splat(0);
    for (let r = 0; r < rows; r++) {
      const o = <usize>q * panel + (<usize>r << 4);
      const dy = v128.load(d + o);
      const off = f32x4.sub(v128.load(x + o), v128.load32_splat(means + (<usize>r << 2)));
      const normal = f32x4.mul(off, v128.load32_splat(inverses + (<usize>r << 2)));
      sum = f32x4.add(sum, dy);
      along = f32x4.add(along, f32x4.mul(dy, normal));
    }
    if (dGamma != 0) v128.store(dGamma + (<usize>q << 4), q == panels - 1 ? v128.and(along, mask) : along);
    if (dBeta != 0) v128.store(dBeta + (<usize>q << 4), q == panels - 1 ? v128.and(sum, mask) : sum);
  }
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    const mean = v128.load32_splat(means + (<usize>r << 2));
    const inverse = v128.load32_splat(inverses + (<usize>r << 2));
    let sum = f32x4.splat(0), along = f32x4.splat(0);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      let dy = v128.load(d + o);
      if (gamma != 0) dy = f32x4.mul(dy, v128.load(gamma + (<usize>q << 4)));
      v128.store(d + o, dy);
      sum = f32x4.add(sum, dy);
      along = f32x4.add(along, f32x4.mul(dy, f32x4.mul(f32x4.sub(v128.load(x + o), mean), inverse)));
    }
    const meanSum = f32x4.splat(sumLanes(sum) / <f32>columns);
    const meanAlong = f32x4.splat(sumLanes(along) / <f32>columns);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + o), mean), inverse);
      let v = f32x4.sub(f32x4.sub(v128.load(d + o), meanSum), f32x4.mul(normal, meanAlong));
      v = f32x4.mul(v, inverse);
      if (q == panels - 1) v = v128.and(v, mask);
      v128.store(d + o, v);
    }
  }
}

/** Softmax of each row of Z, of `columns` numbers; pads become zero. In place is allowed. */
export function softmax(z: usize, y: usize, rows: i32, columns: i32): void {
  const panel: usize = (<usize>rows) << 4;
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    softmaxRow(z + at, y + at, panel, columns);
  }
}

/** One row; gives log Σ exp(z − max) + max, the logarithm of the partition sum. */
function softmaxRow(z: usize, y: usize, panel: usize, columns: i32): f32 {
  const panels = (columns + 3) >> 2;
  const rest = columns & 3;
  const lowest = f32x4.splat(-Infinity);
  const mask = rest ? laneMask(rest) : i32x4.splat(-1);
  let top = lowest;
  for (let q = 0, at = z; q < panels; q++, at += panel) {
    let v = v128.load(at);
    if (q == panels - 1) v = v128.bitselect(v, lowest, mask);
    top = f32x4.max(top, v);
  }
  const most = f32x4.splat(max(max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)), max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3))));
  let sums = f32x4.splat(0);
  for (let q = 0, at = z, out = y; q < panels; q++, at += panel, out += panel) {
    let e = exp4(f32x4.sub(v128.load(at), most));
    if (q == panels - 1) e = v128.and(e, mask);
    v128.store(out, e);
    sums = f32x4.add(sums, e);
  }
  const sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
  const inverse = f32x4.splat(1 / sum);
  for (let q = 0, out = y; q < panels; q++, out += panel) v128.store(out, f32x4.mul(v128.load(out), inverse));
  return f32x4.extract_lane(log4(f32x4.splat(sum)), 0) + f32x4.extract_lane(most, 0);
}

/** The derivative of softmax: dz = y·(dy − Σ dy·y), row by row. In place is allowed. */
export function softmaxBackward(y: usize, dy: usize, dz: usize, rows: i32, columns: i32): void {
  const panel: usize = (<usize>rows) << 4;
  const panels = (columns + 3) >> 2;
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    let sums = f32x4.splat(0);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      sums = f32x4.add(sums, f32x4.mul(v128.load(y + o), v128.load(dy + o)));
    }
    const sum = f32x4.splat(sumLanes(sums));
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      v128.store(dz + o, f32x4.mul(v128.load(y + o), f32x4.sub(v128.load(dy + o), sum)));
    }
  }
}

// @ts-ignore: decorator
@inline
function sumLanes(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/**
 * Softmax and cross-entropy with class numbers in one pass: D = (softmax(Z) − onehot(label))·weight, and Σ weight·loss.
 * `weights` hold the sample weights times the factor of the reduction; rows from `count` on get D = 0.
 */
export function sparseCrossentropy(
  z: usize, labels: usize, weights: usize, d: usize, count: i32, rows: i32, columns: i32,
): f64 {
  const panel: usize = (<usize>rows) << 4;
  let total: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    if (r >= count) {
      clearRow(d + at, panel, columns);
      continue;
    }
    const label = load<i32>(labels + (<usize>r << 2));
    const own = <usize>(label >> 2) * panel + at + (<usize>(label & 3) << 2);
    const chosen = load<f32>(z + own);
    const partition = softmaxRow(z + at, d + at, panel, columns);
    total += <f64>load<f32>(weights + (<usize>r << 2)) * <f64>(partition - chosen);
    store<f32>(d + own, load<f32>(d + own) - 1);
    scaleRow(d + at, panel, columns, load<f32>(weights + (<usize>r << 2)));
  }
  return total;
}

/** The same for targets T that are a number for each class: −Σ t·log softmax(z). */
export function denseCrossentropy(
  z: usize, t: usize, weights: usize, d: usize, count: i32, rows: i32, columns: i32,
): f64 {
  const panel: usize = (<usize>rows) << 4;
  const panels = (columns + 3) >> 2;
  let total: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    if (r >= count) {
      clearRow(d + at, panel, columns);
      continue;
    }
    let dots = f32x4.splat(0);
    let sums = f32x4.splat(0);
    const partition = softmaxRow(z + at, d + at, panel, columns);
    const all = f32x4.splat(partition);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      const target = v128.load(t + o);
      sums = f32x4.add(sums, target);
      dots = f32x4.add(dots, f32x4.mul(target, f32x4.sub(all, v128.load(z + o))));
    }
    const mass = f32x4.splat(sumLanes(sums));
    total += <f64>load<f32>(weights + (<usize>r << 2)) * <f64>sumLanes(dots);
    // d/dz of −Σ t·log softmax(z) is (Σ t)·softmax(z) − t.
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      v128.store(d + o, f32x4.sub(f32x4.mul(mass, v128.load(d + o)), v128.load(t + o)));
    }
    scaleRow(d + at, panel, columns, load<f32>(weights + (<usize>r << 2)));
  }
  return total;
}

/**
 * Cross-entropy of probabilities, which are divided by their sum and kept within [least, 1 − least]:
 * −Σ t·log clip(p/Σp), with its derivative.
 */
export function probabilityCrossentropy(
  p: usize, t: usize, weights: usize, d: usize, count: i32, rows: i32, columns: i32, least: f32,
): f64 {
  const panel: usize = (<usize>rows) << 4;
  const panels = (columns + 3) >> 2;
  const low = f32x4.splat(least);
  const high = f32x4.splat(1 - least);
  let total: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    if (r >= count) {
      clearRow(d + at, panel, columns);
      continue;
    }
    let sums = f32x4.splat(0);
    for (let q = 0, o = at; q < panels; q++, o += panel) sums = f32x4.add(sums, v128.load(p + o));
    const inverse = f32x4.splat(1 / sumLanes(sums));
    let dots = f32x4.splat(0);
    let inner = f32x4.splat(0);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      const share = f32x4.mul(v128.load(p + o), inverse);
      const kept = f32x4.min(f32x4.max(share, low), high);
      const target = v128.load(t + o);
      dots = f32x4.sub(dots, f32x4.mul(target, log4(kept)));
      // Outside of the limits the clipped value does not move.
      const moves = v128.and(f32x4.ge(share, low), f32x4.le(share, high));
      const slope = v128.and(f32x4.neg(f32x4.div(target, kept)), moves);
      v128.store(d + o, slope);
      inner = f32x4.add(inner, f32x4.mul(slope, share));
    }
    const mean = f32x4.splat(sumLanes(inner));
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      v128.store(d + o, f32x4.mul(f32x4.sub(v128.load(d + o), mean), inverse));
    }
    total += <f64>load<f32>(weights + (<usize>r << 2)) * <f64>sumLanes(dots);
    scaleRow(d + at, panel, columns, load<f32>(weights + (<usize>r << 2)));
  }
  clearPads(d, rows, columns);
  return total;
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

/**
 * For losses that are a mean over an example's outputs: gives Σ weight·mean of the values V, and scales the derivatives
 * D by weight / columns. Pads of D become zero.
 */
export function meanOfColumns(
  v: usize, d: usize, weights: usize, count: i32, rows: i32, columns: i32,
): f64 {
  const panel: usize = (<usize>rows) << 4;
  const panels = (columns + 3) >> 2;
  clearPads(v, rows, columns);
  clearPads(d, rows, columns);
  let total: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    if (r >= count) {
      clearRow(d + at, panel, columns);
      continue;
    }
    let sums = f32x4.splat(0);
    for (let q = 0, o = at; q < panels; q++, o += panel) sums = f32x4.add(sums, v128.load(v + o));
    total += (<f64>load<f32>(weights + (<usize>r << 2)) * <f64>sumLanes(sums)) / <f64>columns;
    scaleRow(d + at, panel, columns, load<f32>(weights + (<usize>r << 2)) / <f32>columns);
  }
  return total;
}

function clearRow(row: usize, panel: usize, columns: i32): void {
  for (let q = 0; q < columns; q += 4, row += panel) v128.store(row, f32x4.splat(0));
}

function scaleRow(row: usize, panel: usize, columns: i32, factor: f32): void {
  const by = f32x4.splat(factor);
  for (let q = 0; q < columns; q += 4, row += panel) v128.store(row, f32x4.mul(v128.load(row), by));
}

/**
 * eˣ in four lanes, to 1 unit in the last place or so. x = n·ln 2 + r with |r| ≤ ln 2 / 2; eʳ by its series, scaled by 2ⁿ in
 * two steps so that results below the smallest normal number come out. NaN stays NaN.
 */
export function exp4(x: v128): v128 {
  const clamped = f32x4.min(f32x4.max(x, f32x4.splat(-104)), f32x4.splat(89));
  const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(clamped, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let s = f32x4.splat(1.0 / 5040.0);
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(1.0 / 720.0));
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(1.0 / 120.0));
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(1.0 / 24.0));
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(1.0 / 6.0));
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(0.5));
  s = f32x4.add(f32x4.mul(f32x4.mul(s, r), r), f32x4.add(r, f32x4.splat(1)));
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  const bias = i32x4.splat(127);
  const first = i32x4.shl(i32x4.add(half, bias), 23);
  const second = i32x4.shl(i32x4.add(i32x4.sub(whole, half), bias), 23);
  return f32x4.mul(f32x4.mul(s, first), second);
}

/** ln x in four lanes: x = 2ⁿ·m with m in [√½, √2), ln m = 2·artanh((m − 1)/(m + 1)). ln 0 = −∞, of less NaN. */
export function log4(x: v128): v128 {
  // Numbers below the smallest normal one are first made larger by 2²⁵.
  const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(33554432)), x, tiny);
  const shift = v128.and(f32x4.splat(25), tiny);
  // 0x3f3504f3 is √½: adding the distance to 1 rounds the exponent at √2 in place of 2.
  const bits = i32x4.add(scaled, i32x4.splat(0x3f800000 - 0x3f3504f3));
  const n = f32x4.sub(f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(bits, 23), i32x4.splat(127))), shift);
  const m = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const f = f32x4.sub(m, f32x4.splat(1));
  const s = f32x4.div(f, f32x4.add(f, f32x4.splat(2)));
  const z = f32x4.mul(s, s);
  let p = f32x4.splat(2.0 / 9.0);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.0 / 7.0));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.0 / 5.0));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.0 / 3.0));
  // ln m = f − s·(f − z·p): the large part is exact.
  let y = f32x4.sub(f, f32x4.mul(s, f32x4.sub(f, f32x4.mul(z, p))));
  y = f32x4.add(f32x4.add(f32x4.mul(n, f32x4.splat(-2.12194440e-4)), y), f32x4.mul(n, f32x4.splat(0.693359375)));
  y = v128.bitselect(f32x4.splat(-Infinity), y, f32x4.eq(x, f32x4.splat(0)));
  y = v128.bitselect(x, y, f32x4.eq(x, f32x4.splat(Infinity)));
  return v128.bitselect(y, f32x4.splat(NaN), f32x4.ge(x, f32x4.splat(0)));
}

/** ln(1 + x) in four lanes: ln u · x/(u − 1) with u = 1 + x makes up for what rounding u has lost. */
export function log1p4(x: v128): v128 {
  const one = f32x4.splat(1);
  const u = f32x4.add(x, one);
  const lost = f32x4.sub(u, one);
  const y = f32x4.mul(log4(u), f32x4.div(x, lost));
  const exact = v128.or(f32x4.eq(lost, f32x4.splat(0)), f32x4.eq(x, f32x4.splat(Infinity)));
  return v128.bitselect(x, y, exact);
}

/** tanh in four lanes: x − x³·P(x²) near 0, otherwise 1 − 2/(e²ˣ + 1), with the sign of x. */
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-3.33332819422e-1));
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, z), x), x);
  const e = exp4(f32x4.add(size, size));
  const one = f32x4.splat(1);
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(e, one)));
  const signed = v128.or(far, v128.and(x, f32x4.splat(-0.0)));
  return v128.bitselect(near, signed, f32x4.lt(size, f32x4.splat(0.625)));
}

// Lanes do not cross into JavaScript: these let tests look at the functions above.
export function expAll(x: usize, y: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(y + at, exp4(v128.load(x + at)));
}
export function logAll(x: usize, y: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(y + at, log4(v128.load(x + at)));
}
export function log1pAll(x: usize, y: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(y + at, log1p4(v128.load(x + at)));
}
export function tanhAll(x: usize, y: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(y + at, tanh4(v128.load(x + at)));
}

import { clearRows } from './panels';

/**
 * `matmul` that only visits the listed blocks of X; adding the products of the others would change nothing. Whole blocks
 * are visited, so the pads of X hold zeros here (`pack` puts them there), and W's rows beyond `inner` become zero.
 */
export function matmulBlocks(
  x: usize, byRows: usize, w: usize, b: usize, y: usize, rows: i32, inner: i32, panels: i32,
): void {
  const xPanel: usize = (<usize>rows) << 4;
  const xPanels = (inner + 3) >> 2;
  const wPanel: usize = (<usize>xPanels) << 6;
  const rowList: usize = (<usize>(xPanels + 1)) << 2;
  clearRows(w, inner, 4 * xPanels, panels);
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

/** `matmulTransposed` that only visits the listed blocks of X. Y's rows beyond `count` become zero. */
export function matmulTransposedBlocks(
  x: usize, byPanels: usize, y: usize, d: usize, count: i32, rows: i32, xPanels: i32, yPanels: i32,
): void {
  const panel: usize = (<usize>rows) << 4;
  const dPanel: usize = (<usize>xPanels) << 6;
  const panelList: usize = (<usize>((rows >> 2) + 1)) << 2;
  clearRows(y, count, rows, yPanels);
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

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

/** D = Xᵀ·Y over the first `count` rows: X has `rows` × 4·`xPanels`, Y `rows` × 4·`yPanels`, D 4·`xPanels` × 4·`yPanels`. */
export function matmulTransposed(
  x: usize, y: usize, d: usize, count: i32, rows: i32, xPanels: i32, yPanels: i32,
): void {
  const panel: usize = (<usize>rows) << 4;
  const bytes: usize = (<usize>count) << 4;
  const dPanel: usize = (<usize>xPanels) << 6;
  for (let p = 0; p < xPanels; p++) {
    const x0 = x + <usize>p * panel;
    const stop = x0 + bytes;
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

import type { Graph, GraphNode, Operation } from './rule-graph.ts';
import { memoryLimits } from './shared-memory.ts';
import {
  type Bytes,
  F32,
  float32,
  I32,
  simd,
  unsigned,
  V128,
  type WasmFunction,
  wasmModule,
} from './wasm-writer.ts';

/** A loop over arrays of equal length: `graph` for every element. */
export interface Loop {
  readonly name: string;
  readonly graph: Graph;
  /** For each output, the input over whose array it is written, or a further array from this number on. */
  readonly writes: readonly number[];
  /** How many arrays there are; those beyond the inputs are only written. */
  readonly arrays: number;
  /** Constants of the graph that are arguments of the call. */
  readonly dynamic: readonly number[];
}

/** A compiled loop: the addresses of the arrays, their length in bytes (a multiple of 16, not 0), the constants. */
export type CompiledLoop = (...args: number[]) => void;

/** Operations that one instruction does. */
const INSTRUCTIONS: Readonly<Partial<Record<Operation, Bytes>>> = {
  abs: simd(0xe0),
  neg: simd(0xe1),
  sqrt: simd(0xe3),
  add: simd(0xe4),
  sub: simd(0xe5),
  mul: simd(0xe6),
  div: simd(0xe7),
  min: simd(0xe8),
  max: simd(0xe9),
};
const LESS = simd(0x43);
const GREATER = simd(0x44);
const AND_NOT = simd(0x4f);
const SELECT = simd(0x52);
const SPLAT = simd(0x13);
const LOAD = simd(0x00, 4, 0);
const STORE = simd(0x0b, 4, 0);

/** Operations that are calls to kernels. */
const CALLS = ['exp', 'log', 'log1p', 'tanh'] as const satisfies readonly Operation[];

/** Compiles loops into one module; null when there are none. */
export function compileLoops(
  loops: readonly Loop[],
  maximum: number | null = null,
): WebAssembly.Module | null {
  if (loops.length === 0) return null;
  const imports = CALLS.map((name) => `${name}4`);
  return new WebAssembly.Module(wasmModule(imports, loops.map(compileLoop), memoryLimits(maximum)));
}

/** The compiled loops by name, over the kernels' memory. */
export function instantiateLoops(
  memory: WebAssembly.Memory,
  kernels: WebAssembly.Exports,
  module: WebAssembly.Module | null,
): Readonly<Record<string, CompiledLoop>> {
  if (module === null) return {};
  return new WebAssembly.Instance(module, { env: { memory }, kernels }).exports as Record<
    string,
    CompiledLoop
  >;
}

/** In the order of the parameters: the arrays, their length, the constants; then the position, and a local a node. */
function compileLoop({ name, graph, writes, arrays, dynamic }: Loop): WasmFunction {
  const length = arrays;
  const position = arrays + 1 + dynamic.length;
  const get = (local: number): Bytes => [0x20, ...unsigned(local)];
  const set = (local: number): Bytes => [0x21, ...unsigned(local)];
  const { nodes, same } = withoutRepeats(graph, dynamic);
  const localOf = (node: number) => position + 1 + same[node];
  const value = (node: number) => get(localOf(node));
  const address = (array: number): Bytes => [...get(array), ...get(position), 0x6a];

  const compute = (node: GraphNode): Bytes => {
    if (node.op === 'input') return [...address(node.index), ...LOAD];
    if (node.op === 'constant') return [];
    const args = node.args.map(value);
    const instruction = INSTRUCTIONS[node.op as Operation];
    if (instruction) return [...args.flat(), ...instruction];
    if (node.op === 'whereGreater') {
      const [a, b, yes, no] = args;
      return [...yes, ...no, ...a, ...b, ...GREATER, ...SELECT];
    }
    if (node.op === 'flush') {
      const [a, below] = args;
      return [...a, ...a, ...simd(0xe0), ...below, ...LESS, ...AND_NOT];
    }
    return [...args.flat(), 0x10, ...unsigned(CALLS.indexOf(node.op as (typeof CALLS)[number]))];
  };

  const before: number[] = [];
  const inside: number[] = [];
  for (const [index, node] of nodes.entries()) {
    if (same[index] !== index) continue;
    if (node.op !== 'constant') inside.push(...compute(node), ...set(localOf(index)));
    else if (dynamic.includes(index)) {
      before.push(...get(length + 1 + dynamic.indexOf(index)), ...SPLAT, ...set(localOf(index)));
    } else before.push(0x43, ...float32(node.value), ...SPLAT, ...set(localOf(index)));
  }
  const stores = graph.outputs.flatMap((node, order) => [
    ...address(writes[order]),
    ...value(node),
    ...STORE,
  ]);
  const next = [
    ...get(position),
    0x41,
    16,
    0x6a,
    0x22,
    ...unsigned(position),
    ...get(length),
    0x49,
    0x0d,
    0,
  ];
  return {
    name,
    params: [...Array(arrays + 1).fill(I32), ...Array(dynamic.length).fill(F32)],
    locals: [I32, ...Array(nodes.length).fill(V128)],
    body: [...before, 0x03, 0x40, ...inside, ...stores, ...next, 0x0b],
  };
}

/** For each node the first one that is the same, and the nodes with their arguments named so. */
function withoutRepeats(graph: Graph, dynamic: readonly number[]) {
  const first = new Map<string, number>();
  const same: number[] = [];
  const nodes = graph.nodes.map((node, index): GraphNode => {
    const plain = 'args' in node ? { ...node, args: node.args.map((arg) => same[arg]) } : node;
    // −0 and NaN are not themselves in JSON.
    const constant =
      node.op === 'constant' ? String(Object.is(node.value, -0) ? '-0' : node.value) : '';
    const key = dynamic.includes(index) ? `dynamic ${index}` : JSON.stringify(plain) + constant;
    const found = first.get(key) ?? index;
    first.set(key, found);
    same.push(found);
    return plain;
  });
  return { nodes, same };
}

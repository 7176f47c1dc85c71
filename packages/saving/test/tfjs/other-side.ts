// The package's own choice for Node, which shares tfjs-core with ours.
import * as tfl from '../../../testing/node_modules/@tensorflow/tfjs-layers';
import { tf } from '../../../tsuno/src/index.ts';
import { files } from '../memory-places.ts';

export { tfl };

type Artifacts = tf.io.ModelArtifacts;

/** Opens `model.json` and the files beside it with tfjs-layers, by TensorFlow.js's own way from JSON to a model. */
export async function openWithTfjs(name: string): Promise<tfl.LayersModel> {
  const json: tf.io.ModelJSON = JSON.parse(new TextDecoder().decode(files.get(name)));
  const shards = json.weightsManifest.flatMap(({ paths }) =>
    paths.map((path) => files.get(path) as Uint8Array),
  );
  return tfl.loadLayersModel({
    load: () =>
      tf.io.getModelArtifactsForJSON(json, async (manifest) => [
        tf.io.getWeightSpecs(manifest),
        Uint8Array.from(Buffer.concat(shards)).buffer,
      ]),
  });
}

/** Writes a model of tfjs-layers as its handlers for folders and servers do. */
export async function saveWithTfjs(
  model: tfl.LayersModel,
  name: string,
  { includeOptimizer = false, shardBytes = Number.POSITIVE_INFINITY } = {},
): Promise<void> {
  const save = async (artifacts: Artifacts) => {
    const data = new Uint8Array(artifacts.weightData as ArrayBuffer);
    const count = Math.max(1, Math.ceil(data.length / shardBytes));
    const paths = Array.from({ length: count }, (_, i) => `group1-shard${i + 1}of${count}.bin`);
    for (const [i, path] of paths.entries()) {
      files.set(path, data.slice(i * shardBytes, count === 1 ? undefined : (i + 1) * shardBytes));
    }
    const { modelTopology, format, generatedBy, convertedBy } = artifacts;
    const { trainingConfig, userDefinedMetadata } = artifacts;
    const weightsManifest = [{ paths, weights: artifacts.weightSpecs }];
    const json = {
      modelTopology,
      format,
      generatedBy,
      convertedBy,
      weightsManifest,
      ...(trainingConfig && { trainingConfig }),
      ...(userDefinedMetadata && { userDefinedMetadata }),
    };
    putJson(name, json);
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } };
  };
  await model.save({ save }, { includeOptimizer });
}

export function putJson(name: string, json: unknown): void {
  files.set(name, new TextEncoder().encode(JSON.stringify(json)));
}

// biome-ignore lint/suspicious/noExplicitAny: tests reach into JSON of any form.
export function getJson(name: string): any {
  return JSON.parse(new TextDecoder().decode(files.get(name)));
}

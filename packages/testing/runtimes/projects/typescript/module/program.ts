import { layers, Sequential } from 'tsuno';
import { lecture } from './lecture.js';

const model: Sequential = new Sequential([layers.Dense({ units: 1 })]).build([null, 2]);
if (model.weights.length !== 2) throw new Error('A weight is missing.');

lecture().then((report) => console.log(JSON.stringify(report)));

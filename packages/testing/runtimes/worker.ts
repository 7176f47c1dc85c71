/** The lecture's program in a worker, dedicated or of a service. */
import { lecture } from './lecture.ts';
import { reportOf } from './report-of.ts';

void reportOf(lecture);

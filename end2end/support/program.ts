// Where the product is: the root of the repository, and the program that is tested.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The quick build that the other tests use too, unless another is named. */
export const program = process.env.FAULTLINE_PROGRAM ?? join(root, 'target/debug/faultline');

/** The small number that keeps logarithms and divisions finite: Keras's `keras.config.epsilon()`. */
export const EPSILON = 1e-7;

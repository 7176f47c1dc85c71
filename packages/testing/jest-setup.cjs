const tf = require('@tensorflow/tfjs-core');
tf.enableProdMode(); // no banner on the first tensor

namespace Elman.Models.Explanations.Witness;

/// <summary>The rows of <see cref="LayerEquationTable"/> for the layers that stand beside a recurrent one.</summary>
internal static class FurtherLayerEquations
{
    private static (string, string, string)[] _windows =>
    [
        ("size", "size", "steps that a window sees"), ("s", "stride", "steps from a window to the next"), ("d", "dilation", "steps from one that a window sees to the next"),
        ("s_tk", "padding", "the step that window t sees at place k: t·s − before + k·d; outside of the sequence there is zero"),
    ];

    private static (string, string, string)[] _scaling => [("c", "center", "center of each feature"), ("w", "width", "width of each feature")];

    public static IReadOnlyList<LayerEquations> Rows { get; } =
    [
        new("convolution", "convolution along time", "PyTorch nn.Conv1d, Keras Conv1D and DepthwiseConv1D, Gluon nn.Conv1D", "y[n, t, o] = b[o] + sum(W[o, k, i]·x[n, s_tk, i])")
        {
            Symbols = [("W", "weight", "weight: outputs, places of the window, inputs of the output's group"), ("b", "bias", "bias"), ("groups", "groups", "groups of inputs and outputs"), .. _windows],
            Compute = WindowWitness.Convolve,
        },
        new("max_pooling", "largest within a window", "PyTorch nn.MaxPool1d, Keras MaxPooling1D, Gluon nn.MaxPool1D", "y[n, t] = max(x[n, s_tk])") { Symbols = _windows, Compute = WindowWitness.Largest },
        new("average_pooling", "mean within a window", "PyTorch nn.AvgPool1d, Keras AveragePooling1D, Gluon nn.AvgPool1D", "y[n, t] = mean(x[n, s_tk])")
        {
            Symbols = [.. _windows, ("counted", "counts_padding", "whether padding counts as steps of zero")], Compute = WindowWitness.Mean,
        },
        new("global_max_pooling", "largest of all steps", "PyTorch nn.AdaptiveMaxPool1d(1), Keras GlobalMaxPooling1D", "y[n] = max(x[n, t])") { Compute = WindowWitness.LargestOfAll },
        new("global_average_pooling", "mean of all steps that count", "PyTorch nn.AdaptiveAvgPool1d(1), Keras GlobalAveragePooling1D", "y[n] = mean(x[n, t])") { Compute = WindowWitness.MeanOfAll },
        new("batch_norm", "batch normalisation with the moving mean and variance", "Ioffe and Szegedy (2015), Batch normalization; PyTorch nn.BatchNorm1d, Keras BatchNormalization, Gluon nn.BatchNorm",
            "y = γ∘((x − m)/√(v + ε)) + β")
        {
            Symbols = [("γ", "weight", "scale"), ("β", "bias", "shift"), ("m", "moving_mean", "moving mean"), ("v", "moving_variance", "moving variance"), ("ε", "epsilon", "what is added to the variance")],
        },
        new("group_norm", "group normalisation", "Wu and He (2018), Group normalization; PyTorch nn.GroupNorm, Keras GroupNormalization", "y[n, t, f] = γ[f]·(x[n, t, f] − μ[n, g])/√(v[n, g] + ε) + β[f]")
        {
            Symbols = [("γ", "weight", "scale"), ("β", "bias", "shift"), ("g", "groups", "groups; μ and v are mean and variance of a group's features over all steps"), ("ε", "epsilon", "what is added to the variance")],
            Compute = WindowWitness.GroupNorm,
        },
        new("rms_norm", "normalisation by the root of the mean square", "Zhang and Sennrich (2019), Root mean square layer normalization; PyTorch nn.RMSNorm, Keras RMSNormalization", "y = γ∘(x/√(mean(x∘x) + ε))")
        {
            Symbols = [("γ", "weight", "scale"), ("ε", "epsilon", "what is added to the mean square")],
        },
        new("unit_norm", "rows of length 1", "Keras UnitNormalization, PyTorch functional.normalize", "y = x/√(max(sum(x∘x), ε∘ε))") { Symbols = [("ε", "epsilon", "the least length")] },
        new("prelu", "rectifier with a learned slope", "He et al. (2015), Delving deep into rectifiers; PyTorch nn.PReLU, Keras PReLU, Gluon nn.PReLU", "y = max(x, 0) + α∘min(x, 0)")
        {
            Symbols = [("α", "weight", "slope below zero")], Compute = ShapeWitness.PRelu,
        },
        new("gaussian_noise", "noise, which does nothing when a model is used", "Keras GaussianNoise", "y = x"),
        new("gaussian_dropout", "noise, which does nothing when a model is used", "Srivastava et al. (2014), Dropout; Keras GaussianDropout", "y = x"),
        new("spatial_dropout", "dropout of whole features, which does nothing when a model is used", "Tompson et al. (2015), Efficient object localization; PyTorch nn.Dropout1d, Keras SpatialDropout1D", "y = x"),
        new("reshape", "other steps and features for the same numbers", "PyTorch nn.Unflatten and reshape, Keras Reshape", "y[n, i] = x[n, i]")
        {
            Symbols = [("i", "", "the place of a number among all of a sequence, row by row")], Compute = ShapeWitness.Reshape,
        },
        new("permute", "steps and features exchanged", "PyTorch permute(0, 2, 1), Keras Permute((2, 1))", "y[n, f, t] = x[n, t, f]") { Compute = ShapeWitness.Permute },
        new("zero_padding", "steps of zeros at the ends", "PyTorch nn.ZeroPad1d, Keras ZeroPadding1D", "y[n, t] = x[n, t − before]")
        {
            Symbols = [("before", "before", "steps in front"), ("after", "after", "steps behind; both are zero")], Compute = ShapeWitness.Pad,
        },
        new("cropping", "steps taken from the ends", "Keras Cropping1D, PyTorch slices", "y[n, t] = x[n, t + before]")
        {
            Symbols = [("before", "before", "steps taken in front"), ("after", "after", "steps taken behind")], Compute = ShapeWitness.Crop,
        },
        new("up_sampling", "each step several times", "PyTorch nn.Upsample(mode='nearest'), Keras UpSampling1D", "y[n, t·size + k] = x[n, t]") { Symbols = [("size", "size", "times")], Compute = ShapeWitness.UpSample },
        new("dot", "products of two inputs, summed over one axis of each", "Keras Dot, PyTorch torch.bmm", "y[n, i, j] = sum(x_1[n, i, k]·x_2[n, j, k])")
        {
            Symbols = [("axis", "axis", "the axis of x_1 that k runs along"), ("other", "other_axis", "that of x_2")], Compute = AttentionWitness.Dot,
        },
        new("attention_average", "mean of all steps, weighted by a learned score of each", "Felbo et al. (2017), DeepMoji; textgenrnn's AttentionWeightedAverage",
            """
            e[n, t] = exp(W x[n, t] − max(W x[n, s]))
            y[n] = sum(e[n, t]·x[n, t])/(sum(e[n, t]) + ε)
            """)
        {
            Symbols = [("W", "weight", "score"), ("ε", "epsilon", "what is added to the sum of the weights")], Compute = AttentionWitness.Average,
        },
        new("attention", "attention", "Luong et al. (2015) for dot, Bahdanau et al. (2014) for additive; Keras Attention and AdditiveAttention",
            """
            w[n, t, s] = exp(score(q[n, t], k[n, s]))/sum(exp(score(q[n, t], k[n, s])))
            y[n, t] = sum(w[n, t, s]·v[n, s])
            """)
        {
            Symbols =
            [
                ("q", "", "x_1, the query"), ("v", "", "x_2, the values; s runs over their steps that count"), ("k", "", "x_3, the keys; where there are none, the values"),
                ("score", "score", "dot: g·sum(q∘k); concat: c·sum(tanh(g·(q + k))); additive: sum(g∘tanh(q + k))"), ("g", "scale", "scale, 1 where there is none"), ("c", "score_weight", "weight of the score"),
                ("causal", "causal", "whether s runs up to t only"),
            ],
            Compute = AttentionWitness.Attend,
        },
        new("multi_head_attention", "attention of several heads", "Vaswani et al. (2017), Attention is all you need; PyTorch nn.MultiheadAttention, Keras MultiHeadAttention",
            """
            w[n, t, s] = exp(sum(q[n, t]·k[n, s])/√(d))/sum(exp(sum(q[n, t]·k[n, s])/√(d)))
            h[n, t] = sum(w[n, t, s]·v[n, s])
            y[n, t] = b_o + W_o h[n, t]
            """)
        {
            Symbols =
            [
                ("q", "query_weight", "b_q + W_q x_1, for each head"), ("v", "value_weight", "b_v + W_v x_2; s runs over the steps that count"), ("k", "key_weight", "b_k + W_k x_3, or of x_2 where there is no x_3"),
                ("d", "key_size", "numbers of a head's query"), ("W_o", "output_weight", "weight of the result; h is all heads side by side"), ("b_o", "output_bias", "bias of the result"), ("causal", "causal", "whether s runs up to t only"),
            ],
            Compute = AttentionWitness.AttendByHeads,
        },
        new("attention_decoder", "recurrent layers that attend at every step", "Bahdanau et al. (2015), fed the context; Luong et al. (2015), input feeding",
            """
            h[n, t] = layers(x_1[n, t], fed[n, t])
            w[n, t, s] = exp(score(q[n, t], m[n, s]))/sum(exp(score(q[n, t], m[n, s])))
            c[n, t] = sum(w[n, t, s]·m[n, s])
            y[n, t] = seen(h[n, t], c[n, t])
            """)
        {
            Symbols =
            [
                ("m", "", "x_2, the memory; s runs over its steps that count"), ("layers", "", "the recurrent layers, whose input is x_1 and behind it what is fed"), ("fed", "feeding", "context: c[n, t]; attentional: y[n, t − 1], zero at first"),
                ("q", "query_weight", "fed the context: h[n, t − 1]; else h[n, t]"), ("score", "score", "dot: q·m; general: q·(W_m m); additive: v·tanh(W_q q + W_m m)"), ("W_m", "memory_weight", "weight of the memory"),
                ("v", "score_weight", "weight of the score"), ("seen", "attentional_weight", "fed the context: [h; c]; else tanh(b_a + W_a [c; h])"), ("b_a", "attentional_bias", "bias of the attentional state"),
            ],
            Compute = DecoderWitness.Decode,
        },
        new("scale", "features brought to a common size", "Keras Normalization, scikit-learn StandardScaler and MinMaxScaler", "y = (x − c)/w") { Symbols = _scaling },
        new("unscale", "features brought back to their own size", "Keras Normalization(invert=True), scikit-learn inverse_transform", "y = x∘w + c") { Symbols = _scaling },
        new("end_mask", "end of a mask: from here on every step counts", "what Keras does in front of a layer without masks", "y[n, t] = x[n, t]") { Compute = WindowWitness.EndMask },
    ];
}

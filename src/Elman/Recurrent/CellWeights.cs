using System.Numerics;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>
/// A layer's parameters as the kernels read them. Columns come by block of sixteen units, then gate, then unit, so that all gates of a unit
/// lie in one panel; the order is the same at every vector width.
/// </summary>
internal sealed class CellWeights<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const int Block = PackedMatrix<T>.Group;

    /// <summary>Blocks of units in the widest panel.</summary>
    public const int Panel = PackedMatrix<T>.DefaultPanel / Block;

    public CellWeights(CellShape shape, RecurrentParameters<T> parameters, CellFinish finish, CellNorm? norm = null, StateDecay? decay = null)
    {
        // Read first: a change while packing leaves an old version behind, and so a fresh packing at the next call.
        Versions = parameters.Version;
        (Shape, Inputs, Hidden, Outputs) = (shape, parameters.Inputs, parameters.Hidden, parameters.Outputs);
        Width = PackedMatrix<T>.Padded(Hidden);
        (int gates, int products, int early) = (shape.Gates, shape.Products, shape.EarlyProducts);
        Input = PackedMatrix<T>.FromWeight(parameters.InputWeight.Value.Values, Columns(0, gates), parameters.Inputs, Math.Max(1, 4 / gates) * gates * Block);
        // Where a norm stands behind the products, their bias is its shift.
        InputBias = Bias(norm is { Input: true } ? null : parameters.InputBias?.Value, 0, gates);
        Vectors = new Plane<T>((long)Width * shape.Vectors);
        for (int v = 0; v < shape.Vectors; v++) parameters.Vectors[v].Value.Values.CopyTo(Vectors.Span[(v * Width)..]);
        Finish = new FinishWeights<T>(finish, parameters, shape, Width);
        if (decay is not null) Decay = new(decay, parameters, shape, Width);
        if (norm is not null) Norm = new(norm, shape, parameters, Width);
        Early = new Stage(this, parameters, 0, early);
        Late = new Stage(this, parameters, early, products - early);
    }

    public CellShape Shape { get; }
    public int Inputs { get; }
    public int Hidden { get; }

    /// <summary>Numbers of h, which the recurrent products sum over.</summary>
    public int Outputs { get; }

    /// <summary>Hidden rounded up to whole blocks.</summary>
    public int Width { get; }
    public int Blocks => Width / Block;

    /// <summary>The blocks of a share of all units: whole panels of every matrix, those of the transposed ones too.</summary>
    public UnitBlocks Share(int part, int parts)
    {
        int panels = (Blocks + Panel - 1) / Panel;
        return new(panels * part / parts * Panel, Math.Min(Blocks, panels * (part + 1) / parts * Panel));
    }

    /// <summary>Of the parameters when they were packed.</summary>
    public long Versions { get; }

    /// <summary>W, (inputs, blocks · gates · 16)</summary>
    public PackedMatrix<T> Input { get; }
    public Plane<T> InputBias { get; }

    /// <summary>The cell's own vectors, (vectors, width)</summary>
    public Plane<T> Vectors { get; }

    /// <summary>What follows the cell's equations.</summary>
    public FinishWeights<T> Finish { get; }

    /// <summary>Gains and shifts of a layer norm inside the cell; null without.</summary>
    public NormWeights<T>? Norm { get; }

    /// <summary>Of states that decay with time; null where they do not.</summary>
    public DecayWeights<T>? Decay { get; }

    /// <summary>The products of the early stage; empty in cells of one stage.</summary>
    public Stage Early { get; }
    public Stage Late { get; }

    /// <summary>The recurrent products of one stage.</summary>
    internal sealed class Stage
    {
        public Stage(CellWeights<T> owner, RecurrentParameters<T> parameters, int first, int products)
        {
            (First, Products) = (first, products);
            if (products == 0) return;
            BlocksPerPanel = Math.Max(1, 4 / products);
            int[] columns = owner.Columns(first, products);
            Matrix = PackedMatrix<T>.FromWeight(parameters.RecurrentWeight.Value.Values, columns, owner.Outputs, BlocksPerPanel * products * Block);
            Bias = owner.Bias(owner.Norm is { Rule.Recurrent: true } ? null : parameters.RecurrentBias?.Value, first, products);
        }

        public int First { get; }
        public int Products { get; }

        /// <summary>Unit blocks in a panel: a panel is four vectors of 512 bits where the number of products allows.</summary>
        public int BlocksPerPanel { get; }

        /// <summary>U, (outputs, blocks · products · 16)</summary>
        public PackedMatrix<T>? Matrix { get; }
        public Plane<T>? Bias { get; }
    }

    /// <summary>The row of the stacked weight for each column, −1 for padding.</summary>
    private int[] Columns(int first, int gates)
    {
        var rows = new int[Width * gates];
        for (int unit = 0; unit < Width; unit++)
            for (int gate = 0; gate < gates; gate++)
                rows[(unit / Block * gates + gate) * Block + unit % Block] = unit < Hidden ? (first + gate) * Hidden + unit : -1;
        return rows;
    }

    private Plane<T> Bias(Tensor<T>? bias, int first, int gates)
    {
        var plane = new Plane<T>(Width * gates);
        if (bias is null) return plane;
        int[] rows = Columns(first, gates);
        for (int j = 0; j < rows.Length; j++)
            if (rows[j] >= 0) plane.Span[j] = bias.Values[rows[j]];
        return plane;
    }
}

/// <summary>The transposed weights that only the backward pass reads.</summary>
internal sealed class BackwardWeights<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public BackwardWeights(CellShape shape, RecurrentParameters<T> parameters)
    {
        Versions = parameters.Version;
        int hidden = parameters.Hidden, outputs = parameters.Outputs, early = shape.EarlyProducts * hidden, late = (shape.Products - shape.EarlyProducts) * hidden;
        ReadOnlySpan<T> recurrent = parameters.RecurrentWeight.Value.Values;
        Input = PackedMatrix<T>.FromMatrix(parameters.InputWeight.Value.Values, shape.Gates * hidden, parameters.Inputs);
        if (early > 0) Early = PackedMatrix<T>.FromMatrix(recurrent[..(early * outputs)], early, outputs);
        if (late > 0) Late = PackedMatrix<T>.FromMatrix(recurrent[(early * outputs)..], late, outputs);
        if (parameters.ProjectionWeight is { } projection) Projection = PackedMatrix<T>.FromMatrix(projection.Value.Values, outputs, hidden);
        Zeros = new Plane<T>(Math.Max(Input.PaddedN, PackedMatrix<T>.Padded(hidden)));
    }

    public long Versions { get; }

    /// <summary>(gates · hidden, inputs)</summary>
    public PackedMatrix<T> Input { get; }

    /// <summary>(products · hidden, outputs) of each stage</summary>
    public PackedMatrix<T>? Early { get; }
    public PackedMatrix<T>? Late { get; }

    /// <summary>W_r, (outputs, hidden)</summary>
    public PackedMatrix<T>? Projection { get; }

    /// <summary>What chains without a bias start from.</summary>
    public Plane<T> Zeros { get; }
}

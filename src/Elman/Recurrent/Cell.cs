using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>A cell as a value, whatever its type: its spec, and the engine specialised for it.</summary>
public abstract class Cell
{
    private protected Cell(CellSpec spec, CellShape shape) => (Spec, Shape) = (spec, shape);

    public CellSpec Spec { get; }
    public CellShape Shape { get; }

    /// <summary>What <see cref="Cells.CellCatalog"/> needs, with the name, to build the cell again; such as its activations.</summary>
    public JsonObject Options { get; private set; } = [];

    /// <summary>Wraps the equations; a cell from outside the library enters here.</summary>
    public static Cell Of<TCell>(TCell cell) where TCell : struct, ICell => new Specialised<TCell>(cell);

    /// <summary>The same with options to be saved with a model; for a cell from outside that has any.</summary>
    public Cell With(JsonObject options)
    {
        var copy = (Cell)MemberwiseClone();
        copy.Options = options;
        return copy;
    }

    /// <summary>One step of the cell at a vector width.</summary>
    internal abstract CellKernel<T> KernelFor<T>(Kernel<T> width) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    public override string ToString() => Spec.Name;

    private sealed class Specialised<TCell> : Cell where TCell : struct, ICell
    {
        private readonly TCell _cell;

        public Specialised(TCell cell) : base(cell.Spec, CellShape.Of<TCell>())
        {
            Spec.Check(Shape);
            _cell = cell;
        }

        internal override CellKernel<T> KernelFor<T>(Kernel<T> width)
        {
            var question = new Question<T>(_cell);
            return width.Ask<Question<T>, CellKernel<T>>(ref question);
        }

        private readonly struct Question<T>(TCell cell) : ILaneQuestion<T, CellKernel<T>> where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public CellKernel<T> Answer<TLane>() where TLane : struct, ILane<TLane, T> => new CellKernel<TCell, T, TLane>(cell);
        }
    }
}

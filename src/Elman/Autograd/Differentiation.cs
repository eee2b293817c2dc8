using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

/// <summary>Gradients by going back through the recorded operations.</summary>
/// <remarks>
/// Every operation is gone through once, after all that used its results; the order follows from the graph alone, so the bits do too.
/// The graph is let go on the way: it serves one Backward, and a second one through any part of it is refused.
/// Gradients are added to <see cref="Tensor{T}.Gradient"/>; set it to null to begin anew, or clear its numbers, which keeps its memory.
/// </remarks>
public static class Differentiation
{
    extension<T>(Tensor<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>Adds dy/dx to the gradient of every tensor x that requires one and that this single number was computed from.</summary>
        public void Backward()
        {
            if (y.Shape.Count != 1)
                throw new InvalidOperationException(
                    $"Backward without an argument starts from a single number, found shape {y.Shape}. Reduce it first, as with Sum or Mean, or pass the gradient of every entry.");
            Walk(y, [T.One], Leave);
        }

        /// <summary>The same from a tensor of any shape, given the gradient of each of its entries.</summary>
        public void Backward(Tensor<T> cotangent)
        {
            if (!cotangent.Shape.Equals(y.Shape))
                throw new ArgumentException($"Backward of a tensor of shape {y.Shape} takes a gradient of that shape, found {cotangent.Shape}.");
            Walk(y, cotangent.Array, Leave);
        }

        /// <summary>
        /// dy/dx of this single number for each of the tensors, as values: nothing is added to <see cref="Tensor{T}.Gradient"/>, so several threads may do this with the same
        /// parameters at once. Zero where y was not computed from a tensor. The graph is let go, as in Backward.
        /// </summary>
        /// <param name="of">Tensors that require gradients, or results on the way to y.</param>
        /// <param name="keepGraph">
        /// PyTorch's <c>create_graph</c>. Refused by name: gradients here are values, and no operation has the derivative of its derivative.
        /// </param>
        public IReadOnlyList<Tensor<T>> GradientsOf(IReadOnlyList<Tensor<T>> of, bool keepGraph = false)
        {
            if (y.Shape.Count != 1) throw new InvalidOperationException($"{nameof(GradientsOf)} starts from a single number, found shape {y.Shape}. Reduce it first, as with Sum or Mean.");
            if (keepGraph) throw SecondDerivative(y);
            var wanted = new HashSet<Tensor<T>>(of, ReferenceEqualityComparer.Instance);
            var found = new Dictionary<Tensor<T>, Tensor<T>>(ReferenceEqualityComparer.Instance);
            Walk(y, [T.One], (leaf, sum) =>
            {
                if (wanted.Contains(leaf)) found[leaf] = new Tensor<T>(leaf.Shape, sum);
                else Arrays<T>.Return(sum);
            }, wanted);
            return [.. of.Select(tensor => found.TryGetValue(tensor, out Tensor<T>? gradient) ? gradient : new Tensor<T>(tensor.Shape))];
        }

        /// <summary>A copy that does not remember where it came from: gradients stop here.</summary>
        public Tensor<T> Detach() => Tensor.From(y.Values, y.Shape);
    }

    /// <summary>What to do instead of a double backward, with the operations on the way by name.</summary>
    private static NotSupportedException SecondDerivative<T>(Tensor<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string[] names = [.. InOrderOfUse(y).Select(node => node.Name).Distinct()];
        string listed = names.Length == 0 ? "" : $" ({string.Join(", ", names.Take(8).Select(name => $"'{name}'"))}{(names.Length > 8 ? ", …" : "")})";
        return new($"Double backward: the operations on the way{listed} have no derivative of their derivative, so gradients cannot be differentiated again. For the product of the second derivative and a direction v, compute the gradient at θ + εv and at θ − εv and divide their difference by 2ε; in double, with ε = 1e-5, it has about ten digits.");
    }

    /// <param name="leave">Takes each gradient that stays.</param>
    /// <param name="also">Results whose gradients stay too.</param>
    private static void Walk<T>(Tensor<T> y, T[] cotangent, Action<Tensor<T>, T[]> leave, HashSet<Tensor<T>>? also = null) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool Stays(Tensor<T> tensor) => tensor.RequiresGradient || (also?.Contains(tensor) ?? false);
        if (!Operation.LeadsToGradient(y))
            throw new InvalidOperationException(
                $"Nothing that this tensor of shape {y.Shape} was computed from requires a gradient. Set RequiresGradient on the inputs, and compute outside of NoGradient. (A gradient is a value: it remembers no operations, so there is no second derivative.)");
        List<Node<T>> nodes = InOrderOfUse(y);
        foreach (Node<T> node in nodes) node.Check();

        // Nothing is added to the cotangent: no operation that leads to y uses y. Only a gradient that stays needs a copy of its own.
        var sums = new Dictionary<Tensor<T>, T[]> { [y] = Stays(y) ? [.. cotangent] : cotangent };
        var done = new List<(Tensor<T> Leaf, T[] Sum)>();
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            Tensor<T>[] results = nodes[i].Results;
            nodes[i].Run(new Gradients<T>(nodes[i], sums));
            foreach (Tensor<T> result in results)
            {
                if (!sums.Remove(result, out T[]? sum)) continue;
                if (Stays(result)) done.Add((result, sum));
                else if (sum != cotangent) Arrays<T>.Return(sum);
            }
        }
        foreach ((Tensor<T> leaf, T[] sum) in done.Concat(sums.Select(entry => (entry.Key, entry.Value)))) leave(leaf, sum);
    }

    /// <summary>Every operation that leads to y, after those whose results it uses. With a stack of its own: chains are as long as they like.</summary>
    private static List<Node<T>> InOrderOfUse<T>(Tensor<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var nodes = new List<Node<T>>();
        var seen = new HashSet<Node<T>>();
        var open = new Stack<(Node<T> Node, int Next)>();
        Open(y);
        while (open.TryPop(out (Node<T> Node, int Next) top))
        {
            if (top.Next == top.Node.Inputs.Length)
            {
                nodes.Add(top.Node);
                continue;
            }
            open.Push((top.Node, top.Next + 1));
            Open(top.Node.Inputs[top.Next]);
        }
        return nodes;

        void Open(Tensor<T> tensor)
        {
            if (tensor.Origin is Node<T> node && seen.Add(node)) open.Push((node, 0));
        }
    }

    private static void Leave<T>(Tensor<T> leaf, T[] sum) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (leaf.Gradient is null)
        {
            leaf.Gradient = new Tensor<T>(leaf.Shape, sum);
        }
        else
        {
            Zip.Add(sum, leaf.Gradient.Span);
            Arrays<T>.Return(sum);
        }
    }
}

using System.Numerics;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Autograd;

public static partial class Ops
{
    extension<T>(Tensor<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Tensor<T> Tanh() => x.Activate(default(Tanh));
        public Tensor<T> Sigmoid() => x.Activate(default(Sigmoid));
        public Tensor<T> Relu() => x.Activate(default(Relu));

        /// <summary>Any activation of the catalog, as in <c>x.Activate(Activation.Parse("leaky_relu(alpha=0.2)"))</c>.</summary>
        public Tensor<T> Activate(Activation activation)
        {
            var visitor = new ActivateVisitor<T>(x);
            return activation.Accept<ActivateVisitor<T>, Tensor<T>>(ref visitor);
        }

        /// <summary>An activation by its struct, which need not be in the catalog.</summary>
        public Tensor<T> Activate<TActivation>(TActivation activation) where TActivation : struct, IActivation
        {
            var y = new Tensor<T>(x.Shape);
            Elementwise.Map<T, TActivation>(x.Values, y.Array, activation);

            // y = f(x);  dx = dy·f′(x)
            return Operation.Apply(typeof(TActivation).Name, [x], y, gradients =>
            {
                var terms = new T[x.Shape.Count];
                Elementwise.SlopeOfKept(activation.KeepsInput ? x.Values : y.Values, gradients.OfResult(), terms, activation);
                gradients.Add(0, terms);
            });
        }
    }

    private readonly struct ActivateVisitor<T>(Tensor<T> x) : IActivationVisitor<Tensor<T>> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Tensor<T> Visit<TActivation>(TActivation activation) where TActivation : struct, IActivation => x.Activate(activation);
    }
}

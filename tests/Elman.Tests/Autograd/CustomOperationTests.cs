using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Tests.Autograd;

/// <summary>Operations of one's own, with nothing but what the library shows to everyone.</summary>
public sealed class CustomOperationTests
{
    [Fact]
    public void An_operation_of_one_result_is_differentiated_like_any_other()
    {
        Tensor<double> x = Draw.Leaf(Draw.Tensor<double>(1, 3, 2));
        CentralDifference.Check([x], () => Cube(x * 2).Mean());
    }

    [Fact]
    public void An_operation_of_several_results_runs_its_derivative_once_and_knows_what_came_back()
    {
        Tensor<double> r = Draw.Leaf(Tensor.From([1.5, 2])), angle = Draw.Leaf(Tensor.From([0.3, 1]));
        CentralDifference.Check([r, angle], () =>
        {
            (Tensor<double> x, Tensor<double> y) = Polar(r, angle);
            return x * y + y;
        });
        CentralDifference.Check([r, angle], () => Polar(r, angle).Y);   // nothing comes back to x
    }

    // y = x³;  dx = 3x²·dy
    private static Tensor<double> Cube(Tensor<double> x)
    {
        var y = new Tensor<double>(x.Shape, [.. x.Values.ToArray().Select(v => v * v * v)]);
        return Operation.Apply("Cube", [x], y, gradients =>
        {
            ReadOnlySpan<double> dy = gradients.OfResult();
            Span<double> dx = gradients.OfInput(0);
            for (int i = 0; i < dx.Length; i++) dx[i] += 3 * x.Values[i] * x.Values[i] * dy[i];
        });
    }

    // x = r·cos a, y = r·sin a;  dr = dx·cos a + dy·sin a,  da = r·(dy·cos a − dx·sin a)
    private static (Tensor<double> X, Tensor<double> Y) Polar(Tensor<double> r, Tensor<double> angle)
    {
        double[] cos = [.. angle.Values.ToArray().Select(Math.Cos)], sin = [.. angle.Values.ToArray().Select(Math.Sin)];
        var x = new Tensor<double>(r.Shape, [.. cos.Select((c, i) => r.Values[i] * c)]);
        var y = new Tensor<double>(r.Shape, [.. sin.Select((s, i) => r.Values[i] * s)]);
        Operation.Apply<double>("Polar", [r, angle], [x, y], gradients =>
        {
            for (int i = 0; i < cos.Length; i++)
            {
                double dx = gradients.Reaches(0) ? gradients.OfResult(0)[i] : 0, dy = gradients.OfResult(1)[i];
                gradients.OfInput(0)[i] += dx * cos[i] + dy * sin[i];
                gradients.OfInput(1)[i] += r.Values[i] * (dy * cos[i] - dx * sin[i]);
            }
        });
        return (x, y);
    }
}

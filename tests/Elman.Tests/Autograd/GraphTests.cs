using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Tests.Autograd;

public sealed class GraphTests
{
    private static Tensor<double> Leaf(params double[] values) => new(new Shape(values.Length), values) { RequiresGradient = true };

    [Fact]
    public void A_tensor_that_is_used_twice_gets_the_sum_of_both_ways()
    {
        Tensor<double> x = Leaf(3);
        Tensor<double> square = x * x;
        ((square + x) * square).Sum().Backward();   // x⁴ + x³ has the slope 4x³ + 3x²
        Assert.Equal([135.0], x.Gradient!.Values);
    }

    [Fact]
    public void A_parameter_stands_where_a_tensor_stands()
    {
        var p = new Parameter<double>("p", Tensor.From([2.0, 3]));
        Tensor<double> x = Leaf(5, 7);
        (p * x + p - x / p).Sum().Backward();
        Assert.Equal([5 + 1 + 5 / 4.0, 7 + 1 + 7 / 9.0], p.Value.Gradient!.Values);
    }

    [Fact]
    public void Each_operation_is_gone_through_once()
    {
        int runs = 0;
        Tensor<double> x = Leaf(1, 2);
        Tensor<double> y = Operation.Apply("Copy", [x], Tensor.From(x.Values), gradients =>
        {
            runs++;
            gradients.Add(0, gradients.OfResult());
        });
        for (int i = 0; i < 20; i++) y = y + y;
        y.Sum().Backward();
        Assert.Equal(1, runs);
        Assert.Equal([1048576.0, 1048576.0], x.Gradient!.Values);
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_operations_does_not_overflow_the_stack()
    {
        Tensor<double> x = Leaf(0.5);
        Tensor<double> y = x;
        for (int i = 0; i < 100_000; i++) y = -y;
        y.Backward();
        Assert.Equal([1.0], x.Gradient!.Values);
    }

    [Fact]
    public void Gradients_of_several_calls_are_added()
    {
        Tensor<double> x = Leaf(1, 2);
        (x * x).Sum().Backward();
        (x * 3).Sum().Backward();
        Assert.Equal([5.0, 7.0], x.Gradient!.Values);
        x.Gradient = null;
        x.Sum().Backward();
        Assert.Equal([1.0, 1.0], x.Gradient!.Values);
    }

    [Fact]
    public void A_tensor_of_any_shape_takes_the_gradient_of_its_entries()
    {
        Tensor<double> x = Leaf(1, 2, 3);
        (x * x).Backward(Tensor.From([1.0, 0, -1]));
        Assert.Equal([2.0, 0, -6], x.Gradient!.Values);
    }

    [Fact]
    public void A_result_that_asks_for_its_gradient_gets_it_too()
    {
        Tensor<double> x = Leaf(2);
        var kept = new Tensor<double>(x.Shape, [4]) { RequiresGradient = true };
        Operation.Apply("Double", [x], kept, gradients => gradients.OfInput(0)[0] += 2 * gradients.OfResult()[0]);
        (kept * kept).Sum().Backward();
        Assert.Equal([8.0], kept.Gradient!.Values);
        Assert.Equal([16.0], x.Gradient!.Values);
    }

    [Fact]
    public void Without_gradients_nothing_is_recorded_and_scopes_nest()
    {
        Tensor<double> x = Leaf(1);
        using (NoGradient.Scope())
        {
            using (NoGradient.Scope()) Assert.True(NoGradient.IsActive);
            Assert.False(Operation.IsRecorded(x));
            Assert.Throws<InvalidOperationException>((x * x).Backward);
        }
        Assert.False(NoGradient.IsActive);
        Assert.True(Operation.IsRecorded(x));
    }

    [Fact]
    public async Task A_scope_without_gradients_holds_across_an_await_and_not_elsewhere()
    {
        using (NoGradient.Scope())
        {
            await Task.Yield();
            Assert.True(NoGradient.IsActive);
            Assert.True(await Task.Run(() => NoGradient.IsActive, TestContext.Current.CancellationToken));
            bool elsewhere = true;
            var thread = new Thread(() => elsewhere = NoGradient.IsActive);
            using (ExecutionContext.SuppressFlow()) thread.Start();
            thread.Join();
            Assert.False(elsewhere);
        }
    }

    [Fact]
    public void A_detached_tensor_stops_the_gradient()
    {
        Tensor<double> x = Leaf(3);
        (x * (x * x).Detach()).Sum().Backward();
        Assert.Equal([9.0], x.Gradient!.Values);
    }

    [Fact]
    public void What_a_graph_kept_is_let_go_by_Backward()
    {
        Tensor<double> loss = Build(out WeakReference<Tensor<double>> between);
        loss.Backward();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(between.TryGetTarget(out _));
        GC.KeepAlive(loss);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static Tensor<double> Build(out WeakReference<Tensor<double>> between)
        {
            Tensor<double> y = Leaf(1, 2).Exp();
            between = new(y);
            return (y * y).Sum();
        }
    }
}

using System.Numerics;
using Elman.Formats.Containers.Onnx;
using Elman.Formats.Emit;
using Elman.Formats.Emit.Onnx;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Storage;

namespace Elman.Formats.Proof;

/// <summary>A graph of ONNX before anybody gets it: our reader opens it, our engine runs it, and what comes out is what the model gives.</summary>
internal static class OnnxProof
{
    /// <summary>The bytes of the file. A graph adds a bias after the product where our chain of multiply-adds begins with it, so the last bits may differ.</summary>
    /// <exception cref="BadFileException">What was written gives other numbers.</exception>
    public static byte[] Checked<T>(Model<T> model, OnnxOptions options, string path) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] bytes = OnnxWriter.Write(OnnxExport.Of(model, options));
        Model<T> back = ModelFile.Read<T>(OnnxFile.Of(OnnxReader.Read(bytes, path), path));
        var inputs = DrawnInput.For(model);
        Prediction<T> expectation = model.Predict(inputs);
        // A state that is an input like others begins at zero, as in the model.
        foreach (ModelNode<T> node in model.Nodes)
            if (node.Layer is RecurrentStack<T> stack)
                foreach ((string state, int features) in FurtherResult.States(stack))
                    if (back.Inputs.FirstOrDefault(input => input.Name == $"{node.Name}.{state}_in") is { } given) inputs[given.Name] = new Tensor<T>(new Shape(DrawnInput.Sequences, features));
        Prediction<T> found = back.Predict(inputs);
        (double relative, double absolute) = typeof(T) == typeof(double) ? (1e-12, 1e-12) : (1e-5, 1e-6);
        foreach (ModelOutput output in model.Outputs)
        {
            (Tensor<T> expected, Tensor<T> result) = (expectation[output.Name], found[output.Name]);
            if (!result.Shape.Equals(expected.Shape)) throw new BadFileException(path, $"output '{output.Name}' is {expected.Shape}, and what was written gives {result.Shape}. This is a fault of the writer; please report it.");
            if (!result.AllClose(expected, relative, absolute)) throw new BadFileException(path, $"output '{output.Name}' differs by {result.LargestDifference(expected):G3} from what was written. This is a fault of the writer; please report it.");
        }
        return bytes;
    }
}

using System.Text.Json.Nodes;

namespace Elman.Tests.Training;

/// <summary>One weight moved by the published equations, written out one number at a time; it shares no code with the library.</summary>
internal sealed class PlainOptimizer(string name, JsonObject settings, double rate, double weight)
{
    private readonly bool _keras = (string?)settings["profile"] == "keras";
    private double _w = weight, _a, _b, _c, _product = 1;
    private int _t;

    public double Step(double g)
    {
        _t++;
        double decay = Number("weight_decay", name == "adamw" ? 0.01 : 0);
        if (_keras || name is "adamw" or "lion") _w *= 1 - rate * decay;
        else g += decay * _w;
        return _w = name switch
        {
            "sgd" => Sgd(g),
            "adam" or "adamw" => Adam(g),
            "nadam" => NAdam(g),
            "radam" => RAdam(g),
            "rmsprop" => RmsProp(g),
            "adagrad" => Adagrad(g),
            "adadelta" => Adadelta(g),
            _ => Lion(g),
        };
    }

    private double Sgd(double g)
    {
        double momentum = Number("momentum", 0);
        if (momentum == 0) return _w - rate * g;
        if (_keras)
        {
            _a = momentum * _a - rate * g;
            return _w + _a;
        }
        _a = _t == 1 ? g : momentum * _a + (1 - Number("dampening", 0)) * g;
        return _w - rate * (Flag("nesterov") ? g + momentum * _a : _a);
    }

    private void Moments(double g)
    {
        _a = 0.9 * _a + 0.1 * g;
        _b = 0.999 * _b + 0.001 * g * g;
    }

    private double Adam(double g)
    {
        Moments(g);
        double mean = _a / (1 - Math.Pow(0.9, _t)), root = Math.Sqrt(1 - Math.Pow(0.999, _t));
        double square = Flag("amsgrad") ? _c = Math.Max(_c, _b) : _b;
        return _keras ? _w - rate * mean * root / (Math.Sqrt(square) + 1e-7) : _w - rate * mean / (Math.Sqrt(square) / root + 1e-8);
    }

    private double NAdam(double g)
    {
        Moments(g);
        double psi = _keras ? 1 : 0.004, now = 0.9 * (1 - 0.5 * Math.Pow(0.96, _t * psi)), next = 0.9 * (1 - 0.5 * Math.Pow(0.96, (_t + 1) * psi));
        _product *= now;
        double mean = next * _a / (1 - _product * next) + (1 - now) * g / (1 - _product);
        return _w - rate * mean / (Math.Sqrt(_b / (1 - Math.Pow(0.999, _t))) + (_keras ? 1e-7 : 1e-8));
    }

    private double RAdam(double g)
    {
        Moments(g);
        double mean = _a / (1 - Math.Pow(0.9, _t)), most = 2 / (1 - 0.999) - 1, power = Math.Pow(0.999, _t), rho = most - 2 * _t * power / (1 - power);
        if (rho <= 5) return _w - rate * mean;
        double rectified = Math.Sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho));
        return _w - rate * mean * rectified * Math.Sqrt(1 - power) / (Math.Sqrt(_b) + 1e-8);
    }

    private double RmsProp(double g)
    {
        double rho = _keras ? 0.9 : 0.99, momentum = Number("momentum", 0);
        _a = rho * _a + (1 - rho) * g * g;
        _b = rho * _b + (1 - rho) * g;
        double square = Flag("centred") ? _a - _b * _b : _a;
        double step = _keras ? rate * g / Math.Sqrt(square + 1e-7) : g / (Math.Sqrt(square) + 1e-8);
        _c = momentum * _c + step;
        return _keras ? _w - _c : _w - rate * _c;
    }

    private double Adagrad(double g)
    {
        _a = (_t == 1 && _keras ? 0.1 : _a) + g * g;
        return _keras ? _w - rate * g / Math.Sqrt(_a + 1e-7) : _w - rate / (1 + (_t - 1) * Number("rate_decay", 0)) * g / (Math.Sqrt(_a) + 1e-10);
    }

    private double Adadelta(double g)
    {
        double rho = _keras ? 0.95 : 0.9, epsilon = _keras ? 1e-7 : 1e-6;
        _a = rho * _a + (1 - rho) * g * g;
        double step = Math.Sqrt(_b + epsilon) / Math.Sqrt(_a + epsilon) * g;
        _b = rho * _b + (1 - rho) * step * step;
        return _w - rate * step;
    }

    private double Lion(double g)
    {
        double direction = Math.Sign(0.9 * _a + 0.1 * g);
        _a = 0.99 * _a + 0.01 * g;
        return _w - rate * direction;
    }

    private double Number(string key, double otherwise) => (double?)settings[key] ?? otherwise;
    private bool Flag(string key) => (bool?)settings[key] ?? false;
}

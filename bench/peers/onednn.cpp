// oneDNN's RNN primitives, weights in the primitive's own layout, reordered once outside the timing.
// Training: forward_training, the gradient buffers set to zero, backward; it always computes dx too.
#include "protocol.h"
#include <cstring>
#include <memory>
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>
using namespace dnnl;
using Desc = memory::desc;
using Arguments = std::unordered_map<int, memory>;
static const auto f32 = memory::data_type::f32;

static engine cpu(engine::kind::cpu, 0);
static stream queue(cpu);

static memory make(const Desc& desc, float bound = 0) {
  memory m(desc, cpu);
  auto* numbers = static_cast<float*>(m.get_data_handle());
  if (bound == 0) memset(numbers, 0, desc.get_size()); else fill(numbers, desc.get_size() / sizeof(float), bound);
  return m;
}

// The second interface of the library (3.x) makes a primitive's description in one step where the first (2.x) made it in two.
#if DNNL_VERSION_MAJOR >= 3
#define FORWARD(P, ...) P::primitive_desc(cpu, __VA_ARGS__)
#define BACKWARD(P, HINT, ...) P::primitive_desc(cpu, __VA_ARGS__, HINT)
#else
#define FORWARD(P, ...) P::primitive_desc(P::desc(__VA_ARGS__), cpu)
#define BACKWARD(P, HINT, ...) P::primitive_desc(P::desc(__VA_ARGS__), cpu, HINT)
#endif

struct Shapes { Desc x, y, h, none, w, u, b; };
struct Primitives { primitive forward, backward; Desc w, u, space, backW, backU, dW, dU; };

template <class Forward, class Backward> static void keep(Primitives& p, const typename Forward::primitive_desc& forward, const typename Backward::primitive_desc* backward) {
  p.forward = Forward(forward); p.w = forward.weights_layer_desc(); p.u = forward.weights_iter_desc(); p.space = forward.workspace_desc();
  if (!backward) return;
  p.backward = Backward(*backward); p.backW = backward->weights_layer_desc(); p.backU = backward->weights_iter_desc();
  p.dW = backward->diff_weights_layer_desc(); p.dU = backward->diff_weights_iter_desc();
}

static Primitives primitives(const Case& c, const Shapes& s, rnn_direction way) {
  bool train = c.mode == "training"; Desc h = c.mode == "stream" ? s.h : s.none;
  auto kind = train ? prop_kind::forward_training : prop_kind::forward_inference, back = prop_kind::backward;
  Primitives p;
  if (c.cell == "rnn-tanh") {
    auto tanh = algorithm::eltwise_tanh;
    auto f = FORWARD(vanilla_rnn_forward, kind, tanh, way, s.x, h, s.w, s.u, s.b, s.y, h);
    if (!train) { keep<vanilla_rnn_forward, vanilla_rnn_backward>(p, f, nullptr); return p; }
    auto b = BACKWARD(vanilla_rnn_backward, f, back, tanh, way, s.x, s.none, s.w, s.u, s.b, s.y, s.none, s.x, s.none, s.w, s.u, s.b, s.y, s.none);
    keep<vanilla_rnn_forward, vanilla_rnn_backward>(p, f, &b);
  } else if (c.cell == "lstm") {
    auto f = FORWARD(lstm_forward, kind, way, s.x, h, h, s.w, s.u, s.b, s.y, h, h);
    if (!train) { keep<lstm_forward, lstm_backward>(p, f, nullptr); return p; }
    auto b = BACKWARD(lstm_backward, f, back, way, s.x, s.none, s.none, s.w, s.u, s.b, s.y, s.none, s.none, s.x, s.none, s.none, s.w, s.u, s.b, s.y, s.none, s.none);
    keep<lstm_forward, lstm_backward>(p, f, &b);
  } else if (c.cell == "gru") {
    auto f = FORWARD(lbr_gru_forward, kind, way, s.x, h, s.w, s.u, s.b, s.y, h);
    if (!train) { keep<lbr_gru_forward, lbr_gru_backward>(p, f, nullptr); return p; }
    auto b = BACKWARD(lbr_gru_backward, f, back, way, s.x, s.none, s.w, s.u, s.b, s.y, s.none, s.x, s.none, s.w, s.u, s.b, s.y, s.none);
    keep<lbr_gru_forward, lbr_gru_backward>(p, f, &b);
  } else throw std::runtime_error("has no such cell");
  return p;
}

static std::function<void()> prepare(const Case& c) {
  if (c.form == "lengths") throw std::runtime_error("has no lengths");
  bool both = c.form == "both";
  if (c.L > 1 && (c.D != c.H || both)) throw std::runtime_error("layers of one call have one size");
  int gates = c.cell == "rnn-tanh" ? 1 : c.cell == "lstm" ? 4 : 3, biases = c.cell == "gru" ? 4 : gates, ways = both ? 2 : 1;
  auto any = memory::format_tag::any, plain = memory::format_tag::ldigo;
  Shapes s;
  s.x = Desc({c.T, c.N, c.D}, f32, memory::format_tag::tnc); s.y = Desc({c.T, c.N, ways * c.H}, f32, memory::format_tag::tnc);
  s.h = Desc({c.L, ways, c.N, c.H}, f32, memory::format_tag::ldnc); s.b = Desc({c.L, ways, biases, c.H}, f32, memory::format_tag::ldgo);
  memory::dims w{c.L, ways, c.D, gates, c.H}, u{c.L, ways, c.H, gates, c.H};
  s.w = Desc(w, f32, any); s.u = Desc(u, f32, any);
  Primitives p = primitives(c, s, both ? rnn_direction::bidirectional_concat : rnn_direction::unidirectional_left2right);

  float bound = 1 / std::sqrt(static_cast<float>(c.H));
  memory plainW = make(Desc(w, f32, plain), bound), plainU = make(Desc(u, f32, plain), bound), ownW = make(p.w), ownU = make(p.u);
  auto put = [](memory& from, memory& to) { reorder(from, to).execute(queue, from, to); queue.wait(); };
  put(plainW, ownW); put(plainU, ownU);
  Arguments a{{DNNL_ARG_SRC_LAYER, make(s.x, 1)}, {DNNL_ARG_WEIGHTS_LAYER, ownW}, {DNNL_ARG_WEIGHTS_ITER, ownU}, {DNNL_ARG_BIAS, make(s.b, bound)}, {DNNL_ARG_DST_LAYER, make(s.y)}};
  if (c.mode == "inference") return [=] { p.forward.execute(queue, a); queue.wait(); };
  if (c.mode == "stream") {
    memory h[2] = {make(s.h), make(s.h)}, cell[2] = {make(s.h), make(s.h)};
    auto turns = std::make_shared<std::vector<Arguments>>();
    for (int i = 0; i < 2; i++) {
      Arguments turn = a; turn.insert({DNNL_ARG_SRC_ITER, h[i]}); turn.insert({DNNL_ARG_DST_ITER, h[1 - i]});
      if (c.cell == "lstm") { turn.insert({DNNL_ARG_SRC_ITER_C, cell[i]}); turn.insert({DNNL_ARG_DST_ITER_C, cell[1 - i]}); }
      turns->push_back(turn);
    }
    auto next = std::make_shared<int>(0);
    return [=] { p.forward.execute(queue, (*turns)[*next]); queue.wait(); *next ^= 1; };
  }
  memory space = make(p.space), backW = make(p.backW), backU = make(p.backU), dW = make(p.dW), dU = make(p.dU), db = make(s.b), dx = make(s.x), dy = make(s.y);
  put(plainW, backW); put(plainU, backU);
  std::fill_n(static_cast<float*>(dy.get_data_handle()), s.y.get_size() / sizeof(float), 1.f);
  a.insert({DNNL_ARG_WORKSPACE, space});
  Arguments g = a;
  g[DNNL_ARG_WEIGHTS_LAYER] = backW; g[DNNL_ARG_WEIGHTS_ITER] = backU;
  g.insert({{DNNL_ARG_DIFF_SRC_LAYER, dx}, {DNNL_ARG_DIFF_WEIGHTS_LAYER, dW}, {DNNL_ARG_DIFF_WEIGHTS_ITER, dU}, {DNNL_ARG_DIFF_BIAS, db}, {DNNL_ARG_DIFF_DST_LAYER, dy}});
  return [=] {
    p.forward.execute(queue, a);
    memset(dW.get_data_handle(), 0, p.dW.get_size()); memset(dU.get_data_handle(), 0, p.dU.get_size()); memset(db.get_data_handle(), 0, s.b.get_size());
    p.backward.execute(queue, g); queue.wait();
  };
}

int main() { return serve(prepare); }

// ONNX Runtime through its C interface, outputs allocated beforehand, so that no binding is timed. Inference and streams only.
// The table of functions only ever grows at its end, so a function is its place in it; these are places of version 1 of the interface.
// onnxruntime LIBRARY THREADS MODELS: models are made by onnx_model.py, one for a case, in the folder MODELS.
#include "protocol.h"
#include <dlfcn.h>
#include <memory>
#include <unistd.h>
using Handle = void*;
struct Base { const Handle* (*table)(uint32_t); const char* (*version)(); };
enum Place { ErrorText = 2, CreateEnvironment = 3, CreateSession = 7, Run = 9, CreateOptions = 10, SetOptimization = 23, SetThreads = 24, CreateTensor = 49, CreateMemoryInfo = 69, ReleaseSession = 95 };
static const Handle* table;

template <class... A> static void call(Place place, A... arguments) {
  if (Handle error = reinterpret_cast<Handle (*)(A...)>(table[place])(arguments...)) throw std::runtime_error(reinterpret_cast<const char* (*)(Handle)>(table[ErrorText])(error));
}

struct Numbers {
  std::vector<float> values; std::vector<int64_t> shape; Handle tensor = nullptr;
  Numbers(Handle info, std::vector<int64_t> dimensions, float bound) : shape(dimensions) {
    size_t count = 1; for (auto d : shape) count *= d;
    values.resize(count); if (bound != 0) fill(values.data(), count, bound);
    call(CreateTensor, info, static_cast<void*>(values.data()), count * sizeof(float), static_cast<const int64_t*>(shape.data()), shape.size(), 1, &tensor);
  }
};

struct Session {
  Handle session = nullptr;
  ~Session() { if (session) reinterpret_cast<void (*)(Handle)>(table[ReleaseSession])(session); }
};

int main(int argc, char** argv) {
  if (argc != 4) { fprintf(stderr, "onnxruntime LIBRARY THREADS MODELS\n"); return 2; }
  Handle library = dlopen(argv[1], RTLD_NOW);
  if (!library) { fprintf(stderr, "%s\n", dlerror()); return 1; }
  table = reinterpret_cast<const Base* (*)()>(dlsym(library, "OrtGetApiBase"))()->table(1);
  int threads = atoi(argv[2]); std::string models = argv[3];
  Handle environment, info; call(CreateEnvironment, 3, static_cast<const char*>("bench"), &environment); call(CreateMemoryInfo, 0, 0, &info);
  return serve([=](const Case& c) -> std::function<void()> {
    if (c.mode == "training") throw std::runtime_error("does not train");
    if (c.form == "lengths") throw std::runtime_error("is not measured with lengths");
    std::string path = models + "/" + c.mode + "_" + c.cell + "_" + std::to_string(c.N) + "_" + std::to_string(c.T) + "_" + std::to_string(c.D) + "_" + std::to_string(c.H) + "_" + std::to_string(c.L) + "_" + c.form + ".onnx";
    if (access(path.c_str(), R_OK) != 0) throw std::runtime_error("has no such cell");
    Handle options; call(CreateOptions, &options); call(SetThreads, options, threads); call(SetOptimization, options, 99);
    auto s = std::make_shared<Session>(); call(CreateSession, environment, path.c_str(), options, &s->session);
    int ways = c.form == "both" ? 2 : 1;
    auto x = std::make_shared<Numbers>(info, std::vector<int64_t>{c.T, c.N, c.D}, 1.f);
    if (c.mode == "inference") {
      auto y = std::make_shared<Numbers>(info, std::vector<int64_t>{c.T, c.N, ways * c.H}, 0.f);
      return [=] {
        static const char* in[] = {"X"}; static const char* out[] = {"Y"};
        Handle given[] = {x->tensor}, result[] = {y->tensor};
        call(Run, s->session, static_cast<Handle>(nullptr), static_cast<const char* const*>(in), static_cast<Handle*>(given), size_t{1}, static_cast<const char* const*>(out), size_t{1}, static_cast<Handle*>(result));
      };
    }
    auto states = std::make_shared<std::vector<Numbers>>(); states->reserve(4);
    for (int i = 0; i < 4; i++) states->emplace_back(info, std::vector<int64_t>{1, c.N, c.H}, 0.f);
    auto turn = std::make_shared<int>(0); size_t count = c.cell == "lstm" ? 2 : 1;
    return [=] {
      static const char* in[] = {"X", "H0", "C0"}; static const char* out[] = {"H", "C"};
      Numbers *before = states->data() + 2 * *turn, *after = states->data() + 2 * (1 - *turn);
      Handle given[] = {x->tensor, before[0].tensor, before[1].tensor}, result[] = {after[0].tensor, after[1].tensor};
      call(Run, s->session, static_cast<Handle>(nullptr), static_cast<const char* const*>(in), static_cast<Handle*>(given), count + 1, static_cast<const char* const*>(out), count, static_cast<Handle*>(result));
      *turn ^= 1;
    };
  });
}

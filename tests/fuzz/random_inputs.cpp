// Runs a fuzz target on inputs from a fixed seed, where there is no libFuzzer: random_inputs COUNT.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 100;
  std::mt19937_64 random(1);  // NOLINT(cert-msc51-cpp): the same inputs each time
  for (int i = 0; i < count; ++i) {
    std::vector<std::uint8_t> input(random() % 2100);
    // Runs of one byte reach the edges of limbs and carries that random bytes never do; inputs with
    // few of them reach what their first bytes choose.
    const std::uint64_t one_in = i % 2 == 0 ? 4 : 400;
    for (std::size_t at = 0; at < input.size();) {
      const std::size_t run = random() % one_in == 0 ? 1 + random() % 200 : 1;
      const auto byte = static_cast<std::uint8_t>(run == 1 ? random() : random() % 2 * 0xFF);
      for (std::size_t j = 0; j < run && at < input.size(); ++j) input[at++] = byte;
    }
    LLVMFuzzerTestOneInput(input.data(), input.size());
  }
  std::printf("%d inputs\n", count);
}

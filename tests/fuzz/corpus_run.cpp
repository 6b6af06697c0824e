// Tells a target its whole corpus, then so many changed inputs; fails where one takes too long or too much memory.
//
//   fuzz_cel_run [--seed N] [--mutations N] [--seconds N] [--dictionary FILE] FILE|FOLDER...
//
// Without --seed every run draws a new one and prints it. Whatever goes wrong, the input is left as
// `failed-SEED-N.input` in the current folder: give it back as a FILE. Time is the thread's own, so a busy machine
// fails nothing; memory is the process's peak.
#include "tests/fuzz/fuzz_one.hpp"
#include "tests/fuzz/mutation.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace redress::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t input_ms_max = 1'000;
constexpr long memory_mib_max = 256;
constexpr std::size_t input_bytes_max = 64 * 1024;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool counts_memory = false;  // a sanitizer's shadow is no memory of ours
#else
constexpr bool counts_memory = true;
#endif

struct Options {
  std::uint64_t seed = std::random_device{}();
  std::uint64_t mutations = 0;
  std::uint64_t seconds = 3600;
  fs::path dictionary;
  std::vector<fs::path> places;
};

// What a signal finds: written before each input, read by no other thread.
std::string_view current;
char failed_name[96] = "failed.input";

void keep_current() {
  auto const file = ::open(failed_name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file < 0) return;
  [[maybe_unused]] auto const written = ::write(file, current.data(), current.size());
  ::close(file);
  [[maybe_unused]] auto const told =
      ::write(2, failed_name, std::char_traits<char>::length(failed_name)) + ::write(2, " has the input\n", 15);
}

void on_signal(int signal) {
  keep_current();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

[[noreturn]] void fail(std::string_view why) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(why.size()), why.data());
  keep_current();
  std::exit(1);
}

std::int64_t thread_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1'000 + now.tv_nsec / 1'000'000;
}

long peak_mib() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss / 1024;
}

std::string read_whole(fs::path const& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in || fs::is_directory(file)) throw std::runtime_error("no such file: " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> corpus_of(std::vector<fs::path> const& places) {
  std::vector<fs::path> files;
  for (auto const& place : places) {
    if (!fs::is_directory(place)) {
      files.push_back(place);
      continue;
    }
    for (auto const& each : fs::recursive_directory_iterator(place))
      if (each.is_regular_file()) files.push_back(each.path());
  }
  std::ranges::sort(files);  // a seed means the same corpus in the same order
  std::vector<std::string> corpus;
  for (auto const& file : files) corpus.push_back(read_whole(file));
  return corpus;
}

std::uint64_t number_of(std::string_view text) {
  std::uint64_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size())
    throw std::runtime_error("not a number: " + std::string(text));
  return number;
}

Options options_of(std::vector<std::string_view> const& arguments) {
  Options options;
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    auto const name = arguments[at];
    auto const value = [&] { return ++at < arguments.size() ? arguments[at] : std::string_view{}; };
    if (name == "--seed")
      options.seed = number_of(value());
    else if (name == "--mutations")
      options.mutations = number_of(value());
    else if (name == "--seconds")
      options.seconds = number_of(value());
    else if (name == "--dictionary")
      options.dictionary = value();
    else if (name.starts_with("--"))
      throw std::runtime_error("no such option: " + std::string(name));
    else
      options.places.emplace_back(name);
  }
  return options;
}

class Run {
 public:
  explicit Run(std::uint64_t seed) : seed_(seed) {}

  void tell(std::string_view bytes) {
    std::snprintf(failed_name, sizeof failed_name, "failed-%llu-%llu.input", static_cast<unsigned long long>(seed_),
                  static_cast<unsigned long long>(told_++));
    current = bytes;
    auto const began_ms = thread_ms();
    fuzz_one(bytes);
    auto const took_ms = thread_ms() - began_ms;
    slowest_ms_ = std::max(slowest_ms_, took_ms);
    if (took_ms > input_ms_max) fail("an input took " + std::to_string(took_ms) + " ms");
    if (counts_memory && peak_mib() > memory_mib_max) fail("memory reached " + std::to_string(peak_mib()) + " MiB");
  }

  void summary() const {
    std::printf("%llu inputs, the slowest %lld ms, %ld MiB at the peak\n", static_cast<unsigned long long>(told_),
                static_cast<long long>(slowest_ms_), peak_mib());
  }

 private:
  std::uint64_t seed_;
  std::uint64_t told_ = 0;
  std::int64_t slowest_ms_ = 0;
};

int run(Options const& options) {
  auto const corpus = corpus_of(options.places);
  if (corpus.empty()) throw std::runtime_error("no corpus: name a file or a folder");
  std::printf("seed %llu, %zu files\n", static_cast<unsigned long long>(options.seed), corpus.size());
  std::fflush(stdout);
  auto const words =
      options.dictionary.empty() ? std::vector<std::string>{} : words_of_dictionary(read_whole(options.dictionary));
  for (auto const signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(signal, on_signal);
  Run told{options.seed};
  for (auto const& input : corpus) told.tell(input);
  Mutation mutation{options.seed, corpus, words};
  auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(options.seconds);
  for (std::uint64_t i = 0; i < options.mutations && std::chrono::steady_clock::now() < until; ++i)
    told.tell(mutation.next(input_bytes_max));
  told.summary();
  return 0;
}

}  // namespace
}  // namespace redress::fuzz

int main(int count, char** arguments) {
  try {
    return redress::fuzz::run(redress::fuzz::options_of({arguments + 1, arguments + count}));
  } catch (std::exception const& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}

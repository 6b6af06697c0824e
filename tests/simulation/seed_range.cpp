#include "tests/simulation/seed_range.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <type_traits>

namespace redress::simulation {
namespace {

// What a child tells of one seed; small enough for a pipe to take it whole.
struct Told {
  std::uint64_t seed;
  FaultCount faults;
  std::int64_t entries;
  std::uint64_t disk_calls;
  std::uint64_t disk_syncs;
  int starts;
  bool broken;
};
static_assert(std::is_trivially_copyable_v<Told> && sizeof(Told) <= 4096);

[[noreturn]] void run_part(SeedRange const& range, unsigned part, int to_parent) {
  for (auto seed = range.first + part; seed <= range.last; seed += range.processes) {
    auto const result = simulate({.seed = seed, .flaw = range.flaw});
    Told const told{seed,
                    result.faults,
                    result.entries,
                    result.disk_calls,
                    result.disk_syncs,
                    result.starts,
                    result.broken.has_value()};
    if (result.broken) fmt::print(stderr, "{}", story_of(seed, result, range.flaw));
    if (::write(to_parent, &told, sizeof told) != static_cast<ssize_t>(sizeof told)) break;
    if (result.broken && range.stop_at_first) break;
  }
  ::_exit(0);
}

bool read_whole(int from, Told& told) {
  std::size_t got = 0;
  while (got < sizeof told) {
    auto const more = ::read(from, reinterpret_cast<char*>(&told) + got, sizeof told - got);
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) return false;
    got += static_cast<std::size_t>(more);
  }
  return true;
}

}  // namespace

RangeResult run_seeds(SeedRange const& range, std::function<void(std::uint64_t)> const& on_seed) {
  auto const started = std::chrono::steady_clock::now();
  RangeResult all;
  std::array<int, 2> pipe{};
  if (::pipe(pipe.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  struct Part {
    pid_t process;
    std::uint64_t at;  // the seed it is busy with
  };
  std::vector<Part> parts;
  for (unsigned part = 0; part < range.processes; ++part) {
    auto const child = ::fork();
    if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (child == 0) {
      ::close(pipe[0]);
      run_part(range, part, pipe[1]);
    }
    parts.push_back({child, range.first + part});
  }
  ::close(pipe[1]);
  Told told{};
  while (read_whole(pipe[0], told)) {
    ++all.seeds;
    parts[(told.seed - range.first) % range.processes].at = told.seed + range.processes;
    all.faults.add(told.faults);
    all.entries += told.entries;
    all.starts += static_cast<std::uint64_t>(told.starts);
    all.disk_calls += told.disk_calls;
    all.disk_syncs += told.disk_syncs;
    if (told.broken) all.broken.push_back(told.seed);
    if (on_seed) on_seed(all.seeds);
    if (told.broken && range.stop_at_first) break;
  }
  ::close(pipe[0]);
  for (auto const& part : parts) {
    int status = 0;
    ::waitpid(part.process, &status, 0);
    bool const by_our_pipe = range.stop_at_first && WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE;
    if (!by_our_pipe && (!WIFEXITED(status) || WEXITSTATUS(status) != 0)) all.died_at.push_back(part.at);
  }
  std::ranges::sort(all.broken);
  all.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return all;
}

std::string story_of(std::uint64_t seed, SimulationResult const& result, Flaw flaw) {
  std::string planted;
  for (auto const& spec : planted_flaws())
    if (spec.flaw == flaw) planted = fmt::format(" --flaw {}", spec.name);
  return fmt::format("seed {} broke a promise at step {}: {}\n  see it again: redress_sim --seed {}{} --trace\n", seed,
                     result.step, result.broken.value_or("?"), seed, planted);
}

}  // namespace redress::simulation

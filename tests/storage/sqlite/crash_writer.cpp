// storage_crash_writer DIR NAME: writes to the store in DIR from several threads until it is killed, and prints a line
// for every entry it was told is durable: "<case id> <case_seq> <hash>". NAME keeps the case ids of runs apart.
#include "storage/sqlite/sqlite_store.hpp"
#include "tests/storage/records.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <thread>

namespace redress::storage {
namespace {

constexpr int threads = 4;
constexpr int steps_each = 6;
constexpr int ahead_max = 64;  // units a thread has under way

void say(std::string const& line) {
  // One write of less than PIPE_BUF is never mixed with another's.
  if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::_Exit(3);
}

Record numbered(StoreWriter& writer, std::string const& id) {
  auto const before = writer.find_case(id);
  auto after = before ? *before : case_of_shape({.id = id, .order_id = "order_" + id, .reason = "质量问题 " + id});
  after.due = due_at(some_day + writer.ledger_size());
  auto record = before ? following(*before, after) : opening(after);
  record.evidence = {
      photo(fmt::format("ev_{}_{}", id, record.version_before), id, fmt::format("{:064}", writer.ledger_size()))};
  record.outbox = {effect(record.entry_id + "/0", id)};
  record.answer = answer("agent_1", record.entry_id);
  if (record.is_new) record.order = order_of("shop_1", "order_" + id);
  return record;
}

void write_for_ever(Store& store, std::string const& name, int thread) {
  std::atomic<int> under_way = 0;
  for (int n = 0;; ++n)
    for (int step = 0; step < steps_each; ++step) {
      while (under_way >= ahead_max) std::this_thread::yield();
      ++under_way;
      auto const id = fmt::format("case_{}_{}_{}", name, thread, n);
      auto const entry = std::make_shared<Entry>();
      store.write([id, entry](StoreWriter& writer) { *entry = writer.record(numbered(writer, id)); },
                  [&under_way, entry](std::exception_ptr failure) {
                    if (failure) std::_Exit(4);
                    say(fmt::format("{} {} {}\n", entry->case_id, entry->case_seq, entry->hash));
                    --under_way;
                  });
    }
}

}  // namespace
}  // namespace redress::storage

int main(int count, char** arguments) {
  using namespace redress::storage;
  if (count != 3) return 2;
  SqliteOptions options;
  options.checkpoint_wal_bytes = 256 * 1024;  // so that kills also hit checkpoints
  options.batch_units_max = 50;
  auto store = SqliteStore::open(arguments[1], options);
  if (!store) {
    fmt::print(stderr, "{}\n", store.error().says.en);
    return 1;
  }
  std::vector<std::jthread> crowd;
  for (int thread = 0; thread < threads; ++thread)
    crowd.emplace_back([&, thread] { write_for_ever(**store, arguments[2], thread); });
}

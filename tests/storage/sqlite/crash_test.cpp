// kill -9 in the middle of writing: whatever was acknowledged is there afterwards, and nothing is there by half.
#include "tests/storage/store_test.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>
#include <sstream>

namespace redress::storage {
namespace {

constexpr int kills = 8;

// A writer process and the lines it has printed so far.
class CrashWriter {
 public:
  CrashWriter(std::filesystem::path const& dir, std::string const& name) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      ::execl(REDRESS_CRASH_WRITER, REDRESS_CRASH_WRITER, dir.c_str(), name.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    out_ = ends[0];
  }

  /// Kills it once it has printed that many bytes more or less at the moment they arrive; answers all it printed.
  std::string kill_after(std::size_t bytes) {
    std::string said = read_until(bytes);
    ::kill(pid_, SIGKILL);
    said += read_until(std::string::npos);
    int how = 0;
    ::waitpid(pid_, &how, 0);
    EXPECT_TRUE(WIFSIGNALED(how)) << "it ended by itself with " << how;
    ::close(out_);
    return said;
  }

 private:
  std::string read_until(std::size_t bytes) {
    std::string said;
    char buffer[4096];
    while (said.size() < bytes) {
      auto const got = ::read(out_, buffer, sizeof buffer);
      if (got <= 0) break;
      said.append(buffer, static_cast<std::size_t>(got));
    }
    return said;
  }

  pid_t pid_ = -1;
  int out_ = -1;
};

struct Acknowledged {
  std::string case_id;
  std::int64_t case_seq = 0;
  std::string hash;
};

std::vector<Acknowledged> read_lines(std::string const& said) {
  std::istringstream lines(said.substr(0, said.rfind('\n') + 1));
  std::vector<Acknowledged> all;
  for (Acknowledged one; lines >> one.case_id >> one.case_seq >> one.hash;) all.push_back(one);
  return all;
}

// Every entry brought an item of evidence, an outbox item and an answer in the same commit.
std::string half_written(StoreReader& reader) {
  for (CaseFilter filter{.limit = 1000};;) {
    auto const page = reader.list_cases(filter);
    for (auto const& case_ : page.cases) {
      auto const entries = static_cast<std::size_t>(case_.version);
      if (reader.evidence_of(case_.id).size() != entries || reader.outbox_of(case_.id).size() != entries)
        return case_.id;
      for (std::int64_t i = 0; i < case_.version; ++i)
        if (!reader.find_answer("agent_1", fmt::format("entry_{}/{}", case_.id, i))) return case_.id;
      if (!reader.find_order(case_.shop, case_.platform, case_.order_id)) return case_.id;
      if (reader.list_cases({.text = case_.id}).cases.empty()) return case_.id;
    }
    if (page.next_cursor.empty()) return {};
    filter.cursor = page.next_cursor;
  }
}

TEST(Crash, NothingAcknowledgedIsLostAndNothingIsHalfThere) {
  TemporaryFolder const folder;
  std::mt19937 random(20260105);
  std::vector<Acknowledged> acknowledged;
  for (int round = 0; round < kills; ++round) {
    CrashWriter writer(folder.path(), std::to_string(round));
    auto const lines = read_lines(writer.kill_after(std::uniform_int_distribution<std::size_t>(1, 60'000)(random)));
    ASSERT_FALSE(lines.empty()) << "round " << round << " acknowledged nothing";
    acknowledged.insert(acknowledged.end(), lines.begin(), lines.end());

    auto const store = SqliteStore::open(folder.path());
    ASSERT_TRUE(store.has_value()) << "round " << round << ": " << store.error().says.en;
    (*store)->read([&](StoreReader& reader) {
      EXPECT_EQ(ledger_flaw(reader), "") << "round " << round;
      EXPECT_EQ(half_written(reader), "") << "round " << round;
      EXPECT_GE(reader.ledger_size(), std::ssize(acknowledged));
      for (auto const& one : acknowledged) {
        auto const entry = reader.find_entry(fmt::format("entry_{}/{}", one.case_id, one.case_seq));
        ASSERT_TRUE(entry) << one.case_id << " " << one.case_seq;
        ASSERT_EQ(entry->hash, one.hash);
      }
    });
  }
}

}  // namespace
}  // namespace redress::storage

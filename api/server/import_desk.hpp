// Imports asked for by RPC: looks at a file, or carries it out, by the very importers of the command line.
//
// One import runs at a time, on a thread of its own. A call waits for its result for a few seconds; if it takes longer
// the answer is {run_id, done, total}, and import.progress tells the rest. What a file asks for is called within the
// server as the caller, in role service and with the id "import:ID", since an import reports what others did; shop and
// schema are checked as for any call. Thread-safe.
#pragma once

#include "api/importers/import_run.hpp"
#include "api/server/import_files.hpp"
#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace redress::api {

inline constexpr std::size_t import_rows_max = 200'000;        // of one file
inline constexpr std::size_t bad_rows_shown_max = 1000;        // in `bad`; the error sheet has more
inline constexpr std::size_t error_sheet_bytes_max = 4 << 20;  // of an answer's 8 MiB

/// Calls within the server as somebody.
using AskAs = std::function<importers::Ask(Actor const& actor)>;

class ImportDesk {
 public:
  ImportDesk(AskAs ask_as, ImportFiles& files, Ids& ids, std::int64_t patience_ms = 5000)
      : ask_as_(std::move(ask_as)), files_(files), ids_(ids), patience_ms_(patience_ms) {}
  /// Waits for the slice of rows under way, no longer.
  ~ImportDesk();
  ImportDesk(ImportDesk const&) = delete;
  ImportDesk& operator=(ImportDesk const&) = delete;

  /// import.plan {source, text | sha256, map?, shop?} -> {rows, new, updates, unchanged, bad ...}; writes nothing
  void plan(DeskCall const& call, AnswerDone const& done);
  /// import.run: the same, and request_id
  void run(DeskCall const& call, AnswerDone const& done);
  /// import.progress {run_id} -> {run_id, done, total, result?}
  AnswerText progress(DeskCall const& call);
  /// Ends what runs; nothing begins any more. Before what it calls goes away.
  void stop();

 private:
  struct Run;
  void begin(DeskCall const& call, AnswerDone const& done, bool writes);
  void carry_out(Run& run);

  AskAs ask_as_;
  ImportFiles& files_;
  Ids& ids_;
  std::int64_t patience_ms_;
  std::mutex mutex_;
  std::shared_ptr<Run> run_;  // the last one
  std::thread thread_;
  bool stopped_ = false;
};

}  // namespace redress::api

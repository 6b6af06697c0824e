#include "api/server/import_desk.hpp"

#include "api/exports/csv_text.hpp"
#include "api/importers/csv_reader.hpp"
#include "api/importers/table_map.hpp"
#include "api/importers/top_refund.hpp"
#include "api/rpc/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::size_t sample_rows = 5;

// Thrown out of a run that is told to stop.
struct Stopped {};

// "line 4, column 7"
std::pair<int, int> place_of(Fault const& fault) {
  int line = 0, column = 1;
  std::string_view const at = fault.position;
  auto const read = [&](std::string_view word, int& into) {
    if (auto const found = at.find(word); found != std::string_view::npos)
      std::from_chars(at.data() + found + word.size(), at.data() + at.size(), into);
  };
  read("line ", line);
  read("column ", column);
  return {line, column};
}

void put_bad(object& result, std::vector<Fault> bad) {
  std::ranges::stable_sort(bad, {}, place_of);
  array shown;
  std::string sheet = "\xEF\xBB\xBF行,列,原因,reason\r\n";
  std::size_t in_sheet = 0;
  for (auto const& fault : bad) {
    auto const [line, column] = place_of(fault);
    if (shown.size() < bad_rows_shown_max)
      shown.push_back(object{{"line", line}, {"column", column}, {"reason", to_json(fault.says)}});
    auto const row = fmt::format("{},{},{},{}\r\n", line, column, exports::csv_cell(fault.says.zh),
                                 exports::csv_cell(fault.says.en));
    if (sheet.size() + row.size() > error_sheet_bytes_max) break;
    sheet += row;
    ++in_sheet;
  }
  result.emplace("bad", std::move(shown));
  result.emplace("bad_total", bad.size());
  result.emplace("error_sheet_csv", std::move(sheet));
  result.emplace("error_sheet_rows", in_sheet);
}

// The heading and the first rows, for whoever makes the mapping.
void put_sample(object& result, std::string_view csv) {
  importers::CsvReader reader{csv};
  array columns, sample;
  for (std::size_t i = 0; i <= sample_rows; ++i) {
    auto const row = reader.next();
    if (!row) break;
    if (!*row) continue;
    array cells;
    for (auto const& field : (*row)->fields) cells.emplace_back(field.text);
    if (columns.empty())
      columns = std::move(cells);
    else
      sample.push_back(std::move(cells));
  }
  result.emplace("columns", std::move(columns));
  result.emplace("sample", std::move(sample));
}

std::string map_text(object const& params) {
  auto const* map = params.if_contains("map");
  if (!map) return {};
  return map->is_string() ? std::string(map->get_string()) : boost::json::serialize(*map);  // JSON is YAML as well
}

Result<importers::Reading> read_source(object const& params, std::string const& text, std::string const& shop) {
  if (text_of(params, "source") == "top-refunds") return importers::read_top_refunds(text, shop);
  auto const map = importers::read_table_map(map_text(params));
  if (!map) return Fault{map.error().kind, map.error().says, "params.map, " + map.error().position};
  auto reading = importers::read_table(*map, text);
  if (!reading) return Fault{reading.error().kind, reading.error().says, "params.text, " + reading.error().position};
  return reading;
}

Result<void> fits(Actor const& actor, object const& open) {
  if (auto const shop = text_of(open, "shop"); !may_see(actor, shop))
    return Fault{FaultKind::forbidden,
                 {fmt::format("令牌不属于店铺 {}", shop), fmt::format("the token is not of the shop {}", shop)},
                 "shop"};
  return rpc::find_method("case.open")->validator.check(open);
}

Actor importer_of(Actor const& caller) {
  if (caller.role == Role::service) return caller;
  return {.id = "import:" + caller.id, .role = Role::service, .shop = caller.shop};
}

}  // namespace

struct ImportDesk::Run {
  std::string id;
  DeskCall call;
  bool writes = false;
  AnswerDone reply = {};
  std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
  std::atomic<std::int64_t> done = 0;
  std::atomic<std::int64_t> total = 0;
  std::atomic<bool> stop = false;
  std::mutex mutex = {};
  std::optional<AnswerText> answer = {};
  bool replied = false;

  object so_far() const { return {{"run_id", id}, {"done", done.load()}, {"total", total.load()}}; }

  // Whoever asked hears once: the result, or that it takes longer.
  void reply_once(AnswerText text) {
    {
      std::scoped_lock const lock{mutex};
      if (std::exchange(replied, true)) return;
    }
    reply(std::move(text));
  }

  void finish(AnswerText text) {
    {
      std::scoped_lock const lock{mutex};
      answer = text;
    }
    reply_once(std::move(text));
  }
};

ImportDesk::~ImportDesk() { stop(); }

void ImportDesk::stop() {
  std::unique_lock lock{mutex_};
  stopped_ = true;
  if (run_) run_->stop = true;
  auto thread = std::move(thread_);
  lock.unlock();
  if (thread.joinable()) thread.join();
}

void ImportDesk::plan(DeskCall const& call, AnswerDone const& done) { begin(call, done, false); }
void ImportDesk::run(DeskCall const& call, AnswerDone const& done) { begin(call, done, true); }

void ImportDesk::begin(DeskCall const& call, AnswerDone const& done, bool writes) {
  if (call.params.contains("text") == call.params.contains("sha256"))
    return done(fault_text(invalid_params("params", "text 与 sha256 二选一", "give either text or sha256")));
  if (writes && text_of(call.params, "source") == "csv" && !call.params.contains("map"))
    return done(fault_text(invalid_params("params.map", "缺少映射", "the mapping is missing")));
  std::unique_lock lock{mutex_};
  bool const running = run_ && [&] {
    std::scoped_lock const of_run{run_->mutex};
    return !run_->answer.has_value();
  }();
  if (stopped_ || running) {
    lock.unlock();
    return done(fault_text(
        {FaultKind::rate_limited, {"另一个导入正在进行，请稍后再试", "another import is running; try again later"}}));
  }
  if (thread_.joinable()) thread_.join();
  run_ = std::make_shared<Run>(ids_.next("import"), call, writes, done);
  thread_ = std::thread([this, run = run_] {
    try {
      carry_out(*run);
    } catch (Stopped const&) {
      run->finish(fault_text({FaultKind::internal,
                              {"服务停止，导入中断；再次运行会从中断处继续",
                               "the server stopped; run it again and it goes on where it ended"}}));
    } catch (FaultError const& why) {
      run->finish(fault_text(why.fault()));
    } catch (std::exception const& why) {
      run->finish(fault_text({FaultKind::internal, {"导入失败", fmt::format("the import failed: {}", why.what())}}));
    }
  });
}

void ImportDesk::carry_out(Run& run) {
  auto const& call = run.call;
  auto text = call.params.contains("text") ? Result<std::string>(text_of(call.params, "text"))
                                           : files_.text_of(text_of(call.params, "sha256"), call.actor);
  if (!text) return run.finish(fault_text(text.error()));
  object result{{"run_id", run.id}};
  bool const is_table = text_of(call.params, "source") == "csv";
  if (is_table && !run.writes) put_sample(result, *text);
  if (is_table && !call.params.contains("map")) return run.finish(result_text(std::move(result)));
  auto shop = text_of(call.params, "shop");
  if (shop.empty()) shop = call.actor.shop;
  auto reading = read_source(call.params, *text, shop);
  if (!reading) return run.finish(fault_text(reading.error()));
  text = std::string{};
  auto const rows = reading->plans.size() + reading->bad.size() + static_cast<std::size_t>(reading->passed_over);
  if (rows > import_rows_max)
    return run.finish(fault_text({FaultKind::too_large,
                                  {fmt::format("文件有 {} 行，至多 {} 行；请分成几个文件", rows, import_rows_max),
                                   fmt::format("the file has {} rows, at most {}; split it", rows, import_rows_max)},
                                  "params"}));
  run.total = static_cast<std::int64_t>(reading->plans.size());
  auto const actor = importer_of(call.actor);
  importers::ImportRun importing{
      ask_as_(actor), [&](std::int64_t done) {
        run.done = done;
        if (run.stop) throw Stopped{};
        if (std::chrono::steady_clock::now() - run.since > std::chrono::milliseconds(patience_ms_))
          run.reply_once(result_text(run.so_far()));
      }};
  object error;
  auto const exit = run.writes ? importing.run(std::move(reading->plans), reading->bad, error)
                               : importing.look(
                                     std::move(reading->plans), [&](object const& open) { return fits(actor, open); },
                                     reading->bad, error);
  if (exit != cli::Exit::ok)
    return run.finish(fault_text(
        {FaultKind::internal, {"导入中断；再次运行会从中断处继续", "the import was cut off; run it again"}}));
  result.emplace("rows", rows);
  result.emplace("passed_over", reading->passed_over);
  if (run.writes) {
    auto const& tally = importing.tally();
    result.emplace("opened", tally.opened);
    result.emplace("updated", tally.updated);
    result.emplace("moved", tally.moved);
    result.emplace("refused", tally.refused);
    result.emplace("unchanged", tally.unchanged);
  } else {
    auto const& outlook = importing.outlook();
    result.emplace("new", outlook.fresh);
    result.emplace("updates", outlook.updates);
    result.emplace("unchanged", outlook.unchanged);
  }
  put_bad(result, std::move(reading->bad));
  run.finish(result_text(std::move(result)));
}

AnswerText ImportDesk::progress(DeskCall const& call) {
  std::unique_lock lock{mutex_};
  auto const run = run_;
  lock.unlock();
  if (!run || run->id != text_of(call.params, "run_id") || run->call.actor.id != call.actor.id)
    return fault_text({FaultKind::not_found, {"没有这个导入", "there is no such import"}, "params.run_id"});
  auto json = run->so_far();
  std::scoped_lock const of_run{run->mutex};
  if (!run->answer) return result_text(std::move(json));
  auto const answer = boost::json::parse(*run->answer).as_object();
  for (auto const* half : {"result", "error"})
    if (auto const* found = answer.if_contains(half)) json.emplace(half, *found);
  return result_text(std::move(json));
}

}  // namespace redress::api

#include "api/cli/output.hpp"

#include "api/seam/ids.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <iostream>

namespace redress::cli {
namespace {

std::int64_t ticks_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

void indent(std::string& out, boost::json::value const& json, std::size_t depth) {
  std::string const pad(2 * (depth + 1), ' ');
  std::string const end(2 * depth, ' ');
  if (auto const* object = json.if_object(); object && !object->empty()) {
    out += "{\n";
    bool first = true;
    for (auto const& member : *object) {
      out += (first ? "" : ",\n") + pad + boost::json::serialize(boost::json::string(member.key())) + ": ";
      indent(out, member.value(), depth + 1);
      first = false;
    }
    out += "\n" + end + "}";
  } else if (auto const* array = json.if_array(); array && !array->empty()) {
    out += "[\n";
    bool first = true;
    for (auto const& item : *array) {
      out += (first ? "" : ",\n") + pad;
      indent(out, item, depth + 1);
      first = false;
    }
    out += "\n" + end + "]";
  } else {
    out += boost::json::serialize(json);
  }
}

void say(boost::json::object const& json, std::string_view lead) {
  auto const* says = json.if_contains("says");
  if (!says || !says->is_object()) return;
  std::cerr << lead << text_at(says->get_object(), "zh") << "\n" << lead << text_at(says->get_object(), "en") << "\n";
}

void explain_reason(boost::json::object const& reason) {
  auto const rule = text_at(reason, "rule");
  std::cerr << "- " << text_at(reason, "code") << (rule.empty() ? "" : "  " + rule) << "  " << text_at(reason, "cites")
            << "\n";
  say(reason, "  ");
  if (auto const expected = text_at(reason, "expected"); !expected.empty())
    std::cerr << "  expected " << expected << ", actual " << text_at(reason, "actual") << "\n";
  if (auto const* fix = reason.if_contains("fix"); fix && fix->is_object())
    std::cerr << "  fix: redress call " << text_at(fix->get_object(), "method") << " '"
              << boost::json::serialize(fix->at("params")) << "'\n";
}

}  // namespace

std::string text_at(boost::json::object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string{};
}

std::string fresh_request_id() {
  api::SystemClock const clock;
  api::SystemEntropy entropy;
  return api::Ids{clock, entropy}.next("cli");
}

void print_json(boost::json::value const& json, bool compact) {
  std::string text;
  if (compact)
    text = boost::json::serialize(json);
  else
    indent(text, json, 0);
  std::cout << text << "\n";
}

void explain(boost::json::object const& error) {
  auto const* data = error.if_contains("data");
  if (!data || !data->is_object()) {
    std::cerr << text_at(error, "message") << "\n";
    return;
  }
  auto const& object = data->get_object();
  std::cerr << text_at(object, "kind");
  if (auto const position = text_at(object, "position"); !position.empty()) std::cerr << " at " << position;
  std::cerr << "\n";
  say(object, "");
  if (auto const* reasons = object.if_contains("why_not"); reasons && reasons->is_array())
    for (auto const& reason : reasons->get_array()) explain_reason(reason.as_object());
}

Exit report(CallOutcome const& outcome, bool compact) {
  if (outcome.exit == Exit::ok) {
    print_json(outcome.result, compact);
  } else {
    explain(outcome.error);
    if (compact) print_json(boost::json::object{{"error", outcome.error}}, true);
  }
  return outcome.exit;
}

Exit tell_fault(Fault const& fault, Exit exit, bool compact) {
  if (!fault.position.empty()) std::cerr << fault.position << ": ";
  std::cerr << fault.says.zh << "\n" << fault.says.en << "\n";
  if (!compact) return exit;
  boost::json::object data{{"kind", name_of(fault.kind)}, {"says", to_json(fault.says)}};
  if (!fault.position.empty()) data.emplace("position", fault.position);
  print_json(boost::json::object{{"error", boost::json::object{{"message", fault.says.en}, {"data", std::move(data)}}}},
             true);
  return exit;
}

std::function<void(std::string_view, std::int64_t, std::int64_t)> Bars::follow() {
  return [this](std::string_view what, std::int64_t done, std::int64_t total) {
    if (what != what_) bar_.emplace(what_ = what, total);
    bar_->at(done);
  };
}

Progress::Progress(std::string what, std::int64_t total)
    : what_(std::move(what)), total_(total), started_us_(ticks_us()), visible_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (visible_ && shown_us_ > 0) std::cerr << "\n";
}

void Progress::at(std::int64_t done) {
  auto const now_us = ticks_us();
  if (!visible_ || (now_us - shown_us_ < 100'000 && done != total_)) return;
  shown_us_ = now_us;
  auto const seconds = std::max(0.001, static_cast<double>(now_us - started_us_) / 1e6);
  std::cerr << fmt::format("\r{} {}{}  {:.0f}/s ", what_, done, total_ > 0 ? fmt::format("/{}", total_) : "",
                           static_cast<double>(done) / seconds)
            << std::flush;
}

}  // namespace redress::cli

// `redress rules eval`: one expression for a person, or a batch of them for a program.
#include "api/cli/commands.hpp"
#include "api/cli/eval_line.hpp"
#include "api/cli/given_file.hpp"
#include "api/cli/output.hpp"
#include "api/cli/source_mark.hpp"
#include "engine/base/strict_json.hpp"
#include "engine/cel/program.hpp"
#include "engine/cel/value_json.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>

namespace redress::cli {
namespace {

namespace json = boost::json;

enum class LineRead { line, too_long, none };

/// The next line without its end. One that is too long is skipped to its end, with no more of it kept than allowed.
LineRead next_line(std::istream& in, std::string& line) {
  line.clear();
  auto& buffer = *in.rdbuf();
  bool too_long = false;
  for (int c = buffer.sbumpc(); c != std::char_traits<char>::eof(); c = buffer.sbumpc()) {
    if (c == '\n') return too_long ? LineRead::too_long : LineRead::line;
    if (line.size() < line_bytes_max)
      line += static_cast<char>(c);
    else
      too_long = true;
  }
  if (too_long) return LineRead::too_long;
  return line.empty() ? LineRead::none : LineRead::line;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

Exit eval_batch(std::istream& in) {
  Progress progress{"rules eval", 0};
  std::string line;
  std::int64_t done = 0;
  for (auto read = next_line(in, line); read != LineRead::none && std::cout; read = next_line(in, line)) {
    if (read == LineRead::line && is_blank(line)) continue;
    // Flushed line by line: a program may wait for each answer before it asks again.
    std::cout << json::serialize(read == LineRead::line ? answer_line(line) : answer_long_line()) << "\n" << std::flush;
    progress.at(++done);
  }
  return std::cout ? Exit::ok : Exit::failed;
}

/// Plain JSON as a person writes it: whole numbers are ints, others doubles, objects maps with string keys. An object
/// whose one member names a form of cel.expr.Value, such as {"uint64Value": "1"}, is that value.
Result<cel::Value> variable_from(json::value const& plain, std::string const& position) {
  if (auto const* object = plain.if_object()) {
    if (object->size() == 1 && std::string_view(object->begin()->key()).ends_with("Value")) {
      auto typed = cel::value_from_json(plain);
      if (!typed) return Fault{FaultKind::invalid_params, typed.error().says, position + "." + typed.error().position};
      return typed;
    }
    std::vector<cel::Map::Entry> entries;
    for (auto const& member : *object) {
      std::string const name(member.key());
      auto value = variable_from(member.value(), position + "." + name);
      if (!value) return value;
      entries.emplace_back(cel::Value(name), std::move(*value));
    }
    return cel::Value(std::move(*cel::Map::of(std::move(entries))));
  }
  if (auto const* array = plain.if_array()) {
    cel::List items;
    for (auto const& item : *array) {
      auto value = variable_from(item, fmt::format("{}[{}]", position, items.size()));
      if (!value) return value;
      items.push_back(std::move(*value));
    }
    return cel::Value(std::move(items));
  }
  if (plain.is_string()) return cel::Value(std::string(plain.get_string()));
  if (plain.is_bool()) return cel::Value(plain.get_bool());
  if (plain.is_int64()) return cel::Value(plain.get_int64());
  if (plain.is_uint64()) return cel::Value(plain.get_uint64());
  if (plain.is_double()) return cel::Value(plain.get_double());
  return cel::Value();
}

Result<ZonedBindings> read_variables(std::string const& text, cel::Declarations& declarations) {
  auto const parsed = parse_strict_json(text);
  if (!parsed) return parsed.error();
  if (!parsed->is_object()) return invalid_params("", "变量应为 JSON 对象", "the variables must be a JSON object");
  ZonedBindings bindings;
  for (auto const& member : parsed->get_object()) {
    auto value = variable_from(member.value(), std::string(member.key()));
    if (!value) return value.error();
    declarations.variable(member.key(), cel::Type::dyn());
    bindings.set(member.key(), std::move(*value));
  }
  return bindings;
}

void say_where(std::string_view source, cel::Span span, Says const& says) {
  auto const at = cel::position_of(source, span.offset);
  std::cerr << fmt::format("第 {} 行第 {} 列：{}\nline {}, column {}: {}\n{}", at.line, at.column, says.zh, at.line,
                           at.column, says.en, marked(source, span));
}

Exit eval_one(EvalOptions const& options, bool as_json) {
  cel::Declarations declarations;
  if (!declarations.is_container(options.container)) {
    std::cerr << "--container：应为带点的名字，不超过 200 字节\n--container: a dotted name of at most 200 bytes\n";
    return Exit::usage;
  }
  declarations.container(options.container);
  auto const bindings = read_variables(options.vars, declarations);
  if (!bindings) {
    std::cerr << fmt::format("--vars {}：{}\n--vars {}: {}\n", bindings.error().position, bindings.error().says.zh,
                             bindings.error().position, bindings.error().says.en);
    return Exit::usage;
  }
  auto const& source = options.expression;
  auto const compiled = cel::compile(source, declarations, {.named_time_zones = true});
  if (!compiled) {
    for (auto const& diagnostic : compiled.error()) say_where(source, diagnostic.span, diagnostic.says);
    return Exit::failed;
  }
  auto const outcome = compiled->evaluate(*bindings);
  if (as_json) {
    print_json(outcome_json(outcome, source), true);
  } else if (outcome.is_value()) {
    std::cout << cel::to_literal(outcome.value(), line_bytes_max) << "\n";
  } else if (outcome.is_error()) {
    say_where(source, outcome.error().span, outcome.error().says);
  }
  return outcome.is_value() ? Exit::ok : Exit::failed;
}

}  // namespace

Exit rules_eval(EvalOptions const& options, bool as_json) {
  if (!options.batch && options.expression.empty()) {
    std::cerr << "缺少表达式；或用 --batch\nan expression is missing; or say --batch\n";
    return Exit::usage;
  }
  if (!options.batch) return eval_one(options, as_json);
  auto const& file = options.expression;
  if (file.empty() || file == "-") return eval_batch(std::cin);
  if (auto fault = unreadable(file)) throw LocalFailure{std::move(*fault), Exit::not_found};
  std::ifstream in{file, std::ios::binary};
  return eval_batch(in);
}

}  // namespace redress::cli

#include "api/server/logging.hpp"

#include "engine/base/instant.hpp"

#include <boost/json.hpp>

#include <spdlog/formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

namespace redress::api {
namespace {

// A pattern would not escape quotes and newlines in a message; a JSON library does.
class JsonLine final : public spdlog::formatter {
 public:
  void format(spdlog::details::log_msg const& message, spdlog::memory_buf_t& out) override {
    using namespace std::chrono;
    auto const at = Instant{duration_cast<milliseconds>(message.time.time_since_epoch()).count()};
    auto const level = spdlog::level::to_string_view(message.level);
    std::string_view const text{message.payload.data(), message.payload.size()};
    boost::json::object line{{"ts", format_rfc3339(at)}, {"level", std::string_view{level.data(), level.size()}}};
    // A message that is a JSON object brings its own members.
    boost::system::error_code no;
    auto const parsed = text.starts_with('{') ? boost::json::parse(text, no) : boost::json::value(nullptr);
    if (!no && parsed.is_object())
      for (auto const& member : parsed.get_object()) line.emplace(member.key(), member.value());
    else
      line.emplace("msg", text);
    auto const rendered = boost::json::serialize(line) + "\n";
    out.append(rendered.data(), rendered.data() + rendered.size());
  }
  std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<JsonLine>(); }
};

}  // namespace

void start_logging(bool verbose) {
  auto logger = spdlog::stderr_logger_mt("redress");
  logger->set_formatter(std::make_unique<JsonLine>());
  logger->set_level(verbose ? spdlog::level::debug : spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace redress::api

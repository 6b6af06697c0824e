#include "api/bench/load.hpp"

#include "api/bench/refund_story.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/url/parse.hpp>

#include <fmt/format.h>

#include <chrono>
#include <random>

namespace redress::bench {
namespace {

namespace net = boost::asio;
namespace http = boost::beast::http;
namespace json = boost::json;
using Steady = std::chrono::steady_clock;

constexpr std::uint64_t answer_bytes_max = 64U << 20U;
constexpr int listed_cases = 200;  // for reading alone, where the store has cases

std::int64_t us_since(Steady::time_point then) {
  return std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - then).count();
}

// The members of one JSON-RPC response that matter here.
struct Answer {
  bool ok = false;
  std::string case_id;
  std::string error;
};

Answer read_answer(json::value const& response) {
  Answer answer;
  auto const& object = response.as_object();
  if (auto const* result = object.if_contains("result")) {
    answer.ok = true;
    if (auto const* case_ = result->as_object().if_contains("case"))
      answer.case_id = std::string(case_->as_object().at("id").as_string());
  } else {
    answer.error = json::serialize(object.at("error"));
  }
  return answer;
}

struct Lane {
  RefundStory story;
  bool reads_next = false;
};

// A request on its way: which lanes its calls belong to, and when it was due.
struct Sent {
  std::size_t first_lane = 0;
  bool holds_write = false;
  bool holds_opening = false;
  Steady::time_point due = {};
};

class Load {
 public:
  explicit Load(LoadOrder const& order) : order_(order), io_(1) {
    std::random_device random;
    run_ = fmt::format("{:08x}", random());
  }

  Result<LoadReport> run();

 private:
  net::awaitable<void> drive(int index);
  net::awaitable<std::string> read_body(net::ip::tcp::socket& socket, boost::beast::flat_buffer& buffer);
  net::awaitable<void> gather_cases(net::ip::tcp::socket& socket, boost::beast::flat_buffer& buffer);
  http::request<http::string_body> request(std::vector<Lane>& lanes, Sent& sent);
  json::object call(Lane& lane, std::size_t id, Sent& sent);
  void settle(std::vector<Lane>& lanes, Sent const& sent, std::string const& body);
  void settle_one(Lane& lane, Answer const& answer, bool counted);
  http::request<http::string_body> framed(std::string body) const;
  bool over() const;
  bool counts(Sent const& sent) const { return sent.due >= count_from_; }

  LoadOrder const& order_;
  net::io_context io_;
  net::ip::tcp::resolver::results_type server_;
  std::string host_;
  std::string bearer_;
  std::string run_;
  Steady::time_point count_from_;
  Steady::time_point end_;
  std::int64_t whole_cases_ = 0;
  std::vector<std::string> read_ids_;
  std::size_t next_read_ = 0;
  LoadReport report_;
  std::exception_ptr broken_;
};

http::request<http::string_body> Load::framed(std::string body) const {
  constexpr unsigned http_1_1 = 11;
  http::request<http::string_body> request{http::verb::post, "/rpc", http_1_1, std::move(body)};
  request.set(http::field::host, host_);
  request.set(http::field::content_type, "application/json");
  request.set(http::field::authorization, bearer_);
  request.prepare_payload();
  return request;
}

bool Load::over() const {
  if (order_.fill_cases > 0) return whole_cases_ >= order_.fill_cases;
  return Steady::now() >= end_;
}

json::object Load::call(Lane& lane, std::size_t id, Sent& sent) {
  auto& story = lane.story;
  bool const reads = order_.mix == Mix::read || (lane.reads_next && !story.at_opening());
  if (reads) {
    auto const& case_id = order_.mix == Mix::read ? read_ids_[next_read_++ % read_ids_.size()] : story.case_id();
    return {{"jsonrpc", "2.0"}, {"id", id}, {"method", "case.actions"}, {"params", {{"case_id", case_id}}}};
  }
  sent.holds_write = true;
  sent.holds_opening |= story.at_opening();
  return {{"jsonrpc", "2.0"}, {"id", id}, {"method", story.method()}, {"params", story.params()}};
}

http::request<http::string_body> Load::request(std::vector<Lane>& lanes, Sent& sent) {
  auto const batch = static_cast<std::size_t>(order_.batch);
  if (batch == 1) return framed(json::serialize(call(lanes[sent.first_lane], 0, sent)));
  json::array calls;
  calls.reserve(batch);
  for (std::size_t i = 0; i < batch; ++i) calls.emplace_back(call(lanes[sent.first_lane + i], i, sent));
  return framed(json::serialize(calls));
}

void Load::settle_one(Lane& lane, Answer const& answer, bool counted) {
  bool const read = order_.mix == Mix::read || (lane.reads_next && !lane.story.at_opening());
  if (!answer.ok) {
    ++report_.errors;
    if (report_.first_error.empty()) report_.first_error = answer.error;
    if (!read) lane.story.give_up();
    lane.reads_next = false;
    return;
  }
  if (read) {
    report_.reads += counted ? 1 : 0;
    lane.reads_next = false;
    return;
  }
  if (counted) ++(lane.story.at_opening() ? report_.opened : report_.transitions);
  bool const last = order_.mix == Mix::open || lane.story.at_last_step();
  lane.story.went_on(answer.case_id);
  if (order_.mix == Mix::open) lane.story.give_up();
  if (last) ++whole_cases_;
  lane.reads_next = order_.mix == Mix::mixed;
}

// An answer without an error and without an opening needs no reading: inside a JSON string the quotes would be escaped.
void Load::settle(std::vector<Lane>& lanes, Sent const& sent, std::string const& body) {
  bool const counted = counts(sent);
  if (counted) (sent.holds_write ? report_.writes_us : report_.reads_us).add(us_since(sent.due));
  auto const batch = static_cast<std::size_t>(order_.batch);
  bool const plain = !sent.holds_opening && body.find(R"("error":{)") == std::string::npos;
  if (plain) {
    for (std::size_t i = 0; i < batch; ++i)
      settle_one(lanes[sent.first_lane + i], {.ok = true, .case_id = {}, .error = {}}, counted);
    return;
  }
  auto const parsed = json::parse(body);
  if (batch == 1) return settle_one(lanes[sent.first_lane], read_answer(parsed), counted);
  for (auto const& response : parsed.as_array())
    settle_one(lanes[sent.first_lane + response.at("id").to_number<std::size_t>()], read_answer(response), counted);
}

net::awaitable<std::string> Load::read_body(net::ip::tcp::socket& socket, boost::beast::flat_buffer& buffer) {
  http::response_parser<http::string_body> parser;
  parser.body_limit(answer_bytes_max);
  co_await http::async_read(socket, buffer, parser, net::use_awaitable);
  if (parser.get().result_int() != 200)
    throw FaultError({FaultKind::internal,
                      {fmt::format("服务器答复 {}", parser.get().result_int()),
                       fmt::format("the server answered {}", parser.get().result_int())}});
  co_return std::move(parser.get().body());
}

// What is read when nothing is written: cases that are there.
net::awaitable<void> Load::gather_cases(net::ip::tcp::socket& socket, boost::beast::flat_buffer& buffer) {
  json::object const list{
      {"jsonrpc", "2.0"}, {"id", 0}, {"method", "case.list"}, {"params", {{"limit", listed_cases}}}};
  co_await http::async_write(socket, framed(json::serialize(list)), net::use_awaitable);
  auto const parsed = json::parse(co_await read_body(socket, buffer));
  if (auto const* result = parsed.as_object().if_contains("result"))
    for (auto const& each : result->at("cases").as_array()) read_ids_.emplace_back(each.at("id").as_string());
  if (read_ids_.empty())
    throw FaultError(
        {FaultKind::not_found, {"没有可读的案件", "there is no case to read; run with --mix apply first"}});
}

net::awaitable<void> Load::drive(int index) {
  net::ip::tcp::socket socket{io_};
  co_await net::async_connect(socket, server_, net::use_awaitable);
  socket.set_option(net::ip::tcp::no_delay(true));
  boost::beast::flat_buffer buffer;
  if (order_.mix == Mix::read && read_ids_.empty()) co_await gather_cases(socket, buffer);

  std::vector<Lane> lanes;
  for (int i = 0; i < order_.batch * order_.pipeline; ++i)
    lanes.push_back({RefundStory(order_.shop, run_, std::int64_t{index} * order_.batch * order_.pipeline + i)});
  net::steady_timer timer{io_};
  auto const every = order_.requests_per_s > 0
                         ? std::chrono::duration_cast<Steady::duration>(
                               std::chrono::duration<double>(order_.connections / order_.requests_per_s))
                         : Steady::duration{};
  auto due = Steady::now() + every * index / order_.connections;
  std::vector<Sent> flight(static_cast<std::size_t>(order_.pipeline));
  while (!over()) {
    std::vector<http::request<http::string_body>> requests;
    for (std::size_t i = 0; i < flight.size(); ++i) {
      flight[i] = Sent{};
      flight[i].first_lane = i * static_cast<std::size_t>(order_.batch);
      requests.push_back(request(lanes, flight[i]));
    }
    if (every.count() > 0) {
      if (due > Steady::now()) {
        timer.expires_at(due);
        co_await timer.async_wait(net::use_awaitable);
      }
    } else {
      due = Steady::now();
    }
    for (auto& sent : flight) sent.due = due;
    for (auto const& each : requests) co_await http::async_write(socket, each, net::use_awaitable);
    for (auto const& sent : flight) settle(lanes, sent, co_await read_body(socket, buffer));
    due += every;
    if (order_.on_progress && order_.fill_cases > 0) order_.on_progress(whole_cases_, order_.fill_cases);
  }
}

Result<LoadReport> Load::run() {
  auto const url = boost::urls::parse_uri(order_.url);
  if (!url || url->host().empty())
    return invalid_params("url", fmt::format("不是服务地址：{}", order_.url),
                          fmt::format("not a server's address: {}", order_.url));
  host_ = std::string(url->encoded_host_and_port());
  bearer_ = "Bearer " + order_.token;
  try {
    net::ip::tcp::resolver resolver{io_};
    server_ = resolver.resolve(url->host(), url->has_port() ? std::string(url->port()) : "80");
    auto const warm_up = std::chrono::duration_cast<Steady::duration>(
        std::chrono::duration<double>(order_.fill_cases > 0 ? 0 : order_.warm_up_seconds));
    count_from_ = Steady::now() + warm_up;
    end_ = count_from_ + std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(order_.seconds));
    for (int i = 0; i < order_.connections; ++i)
      net::co_spawn(io_, drive(i), [this](std::exception_ptr const& thrown) {
        if (thrown && !broken_) broken_ = thrown;
        if (thrown) io_.stop();
      });
    io_.run();
    if (broken_) std::rethrow_exception(broken_);
  } catch (FaultError const& why) {
    return why.fault();
  } catch (boost::system::system_error const& why) {  // its own text says where in the source it was thrown
    auto const& text = why.code().message();
    return Fault{FaultKind::internal,
                 {fmt::format("与 {} 的连接中断：{}", order_.url, text),
                  fmt::format("the connection to {} broke: {}", order_.url, text)}};
  } catch (std::exception const& why) {
    return Fault{FaultKind::internal,
                 {fmt::format("与 {} 的连接中断：{}", order_.url, why.what()),
                  fmt::format("the connection to {} broke: {}", order_.url, why.what())}};
  }
  report_.seconds = std::chrono::duration<double>(Steady::now() - count_from_).count();
  return std::move(report_);
}

}  // namespace

Result<LoadReport> run_load(LoadOrder const& order) { return Load(order).run(); }

boost::json::object LoadReport::to_json(LoadOrder const& order) const {
  constexpr double us_per_ms = 1000;
  auto const& times = writes_us.count() > 0 ? writes_us : reads_us;
  auto const per_s = [this](std::int64_t count) { return static_cast<double>(count) / seconds; };
  auto const ms = [](LatencyHistogram const& of, double share) {
    return static_cast<double>(of.quantile_us(share)) / us_per_ms;
  };
  json::object json{{"transitions_per_s", per_s(transitions)},
                    {"reads_per_s", per_s(reads)},
                    {"errors", errors},
                    {"p50_ms", ms(times, 0.5)},
                    {"p99_ms", ms(times, 0.99)},
                    {"p999_ms", ms(times, 0.999)},
                    {"connections", order.connections},
                    {"batch", order.batch},
                    {"pipeline", order.pipeline},
                    {"opened_per_s", per_s(opened)},
                    {"requests_per_s", per_s(writes_us.count() + reads_us.count())},
                    {"transitions", transitions},
                    {"seconds", seconds}};
  if (order.mix == Mix::mixed)
    json.emplace("read_ms", json::object{{"p50", ms(reads_us, 0.5)}, {"p99", ms(reads_us, 0.99)}});
  if (!first_error.empty()) json.emplace("first_error", first_error);
  return json;
}

}  // namespace redress::bench

// What all connections of one server share.
#pragma once

#include "api/http/roster.hpp"
#include "api/http/service.hpp"
#include "api/http/wire.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace redress::api::http {

struct Common {
  Common(Service& serves, ServerOptions chosen) : service(serves), options(std::move(chosen)), roster(options.limits) {}

  Limits const& limits() const { return options.limits; }

  Service& service;
  ServerOptions const options;
  Roster roster;
  net::thread_pool* disk = nullptr;  // the server's; it joins the pools before it goes
  net::thread_pool* texts = nullptr;
};

/// Runs `job` on a disk thread and resumes on the caller's strand with what it returned or threw. What `job` refers to
/// stays alive: the waiting coroutine's frame is kept by the job.
template <class Job, class Gives = std::invoke_result_t<Job&>>
Awaitable<Gives> on_disk(net::thread_pool& disk, Job job) {
  auto [broken, given] =
      co_await net::async_initiate<decltype(outcome) const, void(std::exception_ptr, std::optional<Gives>)>(
          [&disk](auto resume, Job work) {
            auto const strand = net::get_associated_executor(resume);
            // The guard keeps the io_context running while nothing of it is outstanding but this.
            net::post(disk, [resume = std::move(resume), work = std::move(work), guard = net::make_work_guard(strand),
                             strand]() mutable {
              std::exception_ptr thrown;
              std::optional<Gives> result;
              try {
                result.emplace(work());
              } catch (...) {
                thrown = std::current_exception();
              }
              net::post(strand, [resume = std::move(resume), thrown, result = std::move(result)]() mutable {
                std::move(resume)(thrown, std::move(result));
              });
            });
          },
          outcome, std::move(job));
  if (broken) std::rethrow_exception(broken);
  co_return std::move(*given);
}

}  // namespace redress::api::http

/**
 * Runs Python handlers in a child process. Events and results are JSON lines on file descriptor 3, so that standard output belongs to the handler.
 */
export const PYTHON_BOOTSTRAP = String.raw`
import importlib
import json
import os
import sys
import threading
import time
import traceback

root = os.environ["LAMBDA_TASK_ROOT"]
sys.path.insert(0, root)
channel = os.fdopen(3, "rb", buffering=0, closefd=False)


def send(message):
    data = (json.dumps(message) + "\n").encode()
    while data:
        data = data[os.write(3, data):]


def describe(error, request_id, error_type=None, message=None):
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename != __file__ and not frame.filename.startswith("<frozen")]
    return {
        "errorMessage": str(error) if message is None else message,
        "errorType": error_type or type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_list(own),
    }


class Context:
    function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
    function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
    memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
    log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
    log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
    identity = None
    client_context = None

    def __init__(self, message):
        self.aws_request_id = message["id"]
        self.invoked_function_arn = message["functionArn"]
        self._deadline = message["deadline"]

    def get_remaining_time_in_millis(self):
        return max(0, int(self._deadline - time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))


class InitError(Exception):
    def __init__(self, error):
        self.error = error


def load():
    spec = os.environ.get("_HANDLER", "")
    module_name, _, function_name = spec.rpartition(".")
    if not module_name:
        raise InitError({"errorMessage": "Bad handler '%s'" % spec, "errorType": "Runtime.MalformedHandlerName", "requestId": "", "stackTrace": []})
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        message = "Unable to import module '%s': %s" % (module_name, error)
        raise InitError(describe(error, "", "Runtime.ImportModuleError", message))
    except SyntaxError as error:
        message = "Syntax error in module '%s': %s" % (module_name, error)
        raise InitError(describe(error, "", "Runtime.UserCodeSyntaxError", message))
    except Exception as error:
        raise InitError(describe(error, ""))
    function = getattr(module, function_name, None)
    if not callable(function):
        message = "Handler '%s' missing on module '%s'" % (function_name, module_name)
        raise InitError({"errorMessage": message, "errorType": "Runtime.HandlerNotFound", "requestId": "", "stackTrace": []})
    return function


def let_debugger_in():
    try:
        import debugpy

        return {"debugPort": debugpy.listen(("127.0.0.1", 0))[1]}
    except Exception as error:
        return {"debugProblem": "debugpy cannot be used by %s (%s). Install it there (pip install debugpy)" % (sys.executable, error)}


def step_into_handler():
    """Makes the debugger stop on the first line of the user's code that runs from now on, whichever client it serves."""
    import debugpy

    debugpy.wait_for_client()
    try:
        from _pydevd_bundle.pydevd_additional_thread_info import set_additional_thread_info
        from _pydevd_bundle.pydevd_comm_constants import CMD_STEP_INTO_MY_CODE
        from _pydevd_bundle.pydevd_constants import STATE_RUN
        from pydevd import settrace
    except ImportError:
        # Another debugpy than those we know: it stops in front of the handler.
        return debugpy.breakpoint()
    # Asks to stop as soon as possible, which is where the handler is called; and then for its first line instead.
    settrace(suspend=True, trace_only_current_thread=True, patch_multiprocessing=False)
    info = set_additional_thread_info(threading.current_thread())
    info.pydev_original_step_cmd = info.pydev_step_cmd = CMD_STEP_INTO_MY_CODE
    info.pydev_step_stop = None
    info.pydev_state = STATE_RUN
    if hasattr(info, "update_stepping_info"):
        info.update_stepping_info()


def invoke(handler, message):
    event = json.loads(message["event"])
    context = Context(message)
    try:
        if message.get("pause"):
            step_into_handler()
        result = handler(event, context)
    except Exception as error:
        return {"id": message["id"], "error": json.dumps(describe(error, message["id"]))}
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    try:
        return {"id": message["id"], "result": json.dumps(result, allow_nan=False)}
    except Exception as error:
        marshal = "Unable to marshal response: %s" % error
        return {"id": message["id"], "error": json.dumps({"errorMessage": marshal, "errorType": "Runtime.MarshalError", "requestId": message["id"], "stackTrace": []})}


def main():
    try:
        handler = load()
    except InitError as failed:
        send({"initError": json.dumps(failed.error)})
        sys.exit(1)
    send({"ready": True})
    rest = b""
    while True:
        piece = channel.read(65536)
        if not piece:
            return
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            message = json.loads(line)
            send(let_debugger_in() if message.get("debug") else invoke(handler, message))


# debugpy neither shows nor steps through frozen code: the first line that it sees is the handler's, and after the last one it sees none of ours.
for function in (main, invoke, step_into_handler):
    function.__code__ = function.__code__.replace(co_filename="<frozen stepwise>")

main()
`;

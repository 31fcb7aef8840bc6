#!/usr/bin/env bash
# Installs Copydesk from the action's own checkout into an environment of its own, with $PYTHON.
set -euo pipefail
environment="$RUNNER_TEMP/copydesk-env"
"$PYTHON" -m venv "$environment"
bin="$environment/bin"
if [ "$RUNNER_OS" = Windows ]; then bin="$environment/Scripts"; fi
export PIP_DISABLE_PIP_VERSION_CHECK=1
if [ "$RUNNER_OS" = Linux ]; then  # the package index's own PyTorch for Linux brings CUDA, some gigabytes
	"$bin/python" -m pip install --quiet --index-url https://download.pytorch.org/whl/cpu torch \
		|| echo "PyTorch for processors only was not to be had: the package index's own is taken."
fi
"$bin/python" -m pip install --quiet "$GITHUB_ACTION_PATH"

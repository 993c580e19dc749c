@echo off
rem The Windows counterpart of Makefile: make run, make test (in PowerShell: .\make run, .\make test).
setlocal
cd /d "%~dp0"
set PYTHONDONTWRITEBYTECODE=
set PYTHONPATH=
set PYTHONHOME=
set PYTHONUTF8=1
set VENV=.venv\Scripts\python.exe
set PYTHON=python
where py >nul 2>nul && set PYTHON=py -3
if "%~1"=="run" goto run
if "%~1"=="test" goto test
if "%~1"=="quick" goto quick
if "%~1"=="torture" goto torture
echo make run     prepare everything and start the dashboard
echo make test    run all tests
echo make quick   rules, readers and wording, what was changed first
echo make torture spoil 20,000 sheets at random and see that each is read right or refused; prints the totals; set SHEETS=
exit /b 1

:run
%PYTHON% environment.py requirements.txt || exit /b 1
%VENV% manage.py db upgrade || exit /b 1
%VENV% manage.py sample --if-empty || exit /b 1
%VENV% manage.py serve
exit /b %ERRORLEVEL%

:test
%PYTHON% environment.py requirements-dev.txt || exit /b 1
%VENV% -m pytest -n 2 -q
exit /b %ERRORLEVEL%

:quick
%PYTHON% environment.py requirements-dev.txt || exit /b 1
%VENV% -m pytest -n 2 -q -p tests.support.changed_first --ff -m "not slow" --hypothesis-profile=quick ^
	tests/structure tests/unit/domain tests/unit/docs tests/unit/loaders tests/unit/views tests/property
exit /b %ERRORLEVEL%

:torture
%PYTHON% environment.py requirements-dev.txt || exit /b 1
if not defined SHEETS set SHEETS=20000
%VENV% -m tests.torture.sheets --sheets %SHEETS%
exit /b %ERRORLEVEL%
